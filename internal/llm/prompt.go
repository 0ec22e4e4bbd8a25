package llm

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/openai/openai-go/v3"
)

// bytesPerToken estimates from below: English takes four bytes a token, most other scripts about three.
const bytesPerToken = 3

// prompt is one task for the model. Instructions are ours alone; documents are data, each a message of its own.
type prompt struct {
	instructions string
	documents    []string
	// answerName and schema describe the answer, in the subset of JSON Schema that strict output understands.
	answerName string
	schema     map[string]any
}

func (p prompt) messages() []openai.ChatCompletionMessageParamUnion {
	messages := []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(p.instructions)}
	for _, document := range p.documents {
		messages = append(messages, openai.UserMessage(document))
	}
	return messages
}

func (p prompt) tokens() int {
	bytes := len(p.instructions)
	for _, document := range p.documents {
		bytes += len(document)
	}
	return bytes / bytesPerToken
}

// delimit puts a document between lines with its own digest, which no text can contain: a document can't pretend to have ended.
func delimit(name, text string) string {
	digest := sha256.Sum256([]byte(text))
	mark := name + " " + hex.EncodeToString(digest[:8])
	return "BEGIN " + mark + "\n" + strings.TrimSuffix(text, "\n") + "\nEND " + mark
}

func object(properties map[string]any, required ...string) map[string]any {
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func list() map[string]any {
	return map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
}
