package labelled

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
	"greenroom/internal/seniority"
)

// Corpus is a folder of résumés and positions, each in a file of its own, with tables about them.
type Corpus struct{ Files fs.FS }

// Resume reads a résumé.
func (c Corpus) Resume(name string) (string, error) {
	content, err := fs.ReadFile(c.Files, path.Join("resumes", name+".txt"))
	if err != nil {
		return "", fmt.Errorf("read a résumé: %w", err)
	}
	return string(content), nil
}

// Position reads a position's file: a header of three lines, an empty line, the description.
func (c Corpus) Position(name string) (prescreen.Position, error) {
	content, err := fs.ReadFile(c.Files, path.Join("positions", name+".txt"))
	if err != nil {
		return prescreen.Position{}, fmt.Errorf("read a position: %w", err)
	}
	header, description, found := strings.Cut(string(content), "\n\n")
	if !found {
		return prescreen.Position{}, fmt.Errorf("read position %s: no empty line behind its header", name)
	}
	position := prescreen.Position{Description: description}
	for row := range strings.Lines(header) {
		key, value, _ := strings.Cut(strings.TrimSpace(row), ": ")
		switch key {
		case "language":
			position.Language = lang.Code(value)
		case "level":
			position.Level = seniority.Level(value)
		case "title":
			position.Title = value
		}
	}
	return position, nil
}

// Names lists the texts of a folder.
func (c Corpus) Names(folder string) ([]string, error) {
	paths, err := fs.Glob(c.Files, path.Join(folder, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("list texts: %w", err)
	}
	names := make([]string, 0, len(paths))
	for _, found := range paths {
		names = append(names, strings.TrimSuffix(path.Base(found), ".txt"))
	}
	return names, nil
}

// Rows reads a file of so many tab-separated columns, comments left out.
func (c Corpus) Rows(name string, columns int) ([][]string, error) {
	content, err := fs.ReadFile(c.Files, name)
	if err != nil {
		return nil, fmt.Errorf("read a table: %w", err)
	}
	var rows [][]string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != columns {
			return nil, fmt.Errorf("%s: %d columns instead of %d in %q", name, len(row), columns, line)
		}
		rows = append(rows, row)
	}
	return rows, nil
}
