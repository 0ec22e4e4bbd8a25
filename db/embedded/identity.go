package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// identity is the user who runs the server. Postgres refuses to run as root, so root hands its processes to somebody else.
type identity struct {
	name     string
	uid, gid int
	// borrowed is set when the user is not the one who runs us.
	borrowed bool
}

// chooseIdentity picks the cluster's owner if there is a cluster, else an unprivileged user of this machine.
func chooseIdentity(clusterDir string) (identity, error) {
	if os.Geteuid() != 0 {
		return identity{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	if owner, ok := ownerOf(clusterDir); ok && owner != 0 {
		return identity{name: strconv.Itoa(owner), uid: owner, gid: groupOf(owner), borrowed: true}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(found.Uid)
		gid, gidErr := strconv.Atoi(found.Gid)
		if uidErr == nil && gidErr == nil && uid != 0 {
			return identity{name: name, uid: uid, gid: gid, borrowed: true}, nil
		}
	}
	return identity{}, errors.New("find a user to run the database: there is neither postgres nor nobody, and it can't run as root")
}

// ownerOf is the id of the user who owns dir, if there is such a folder.
func ownerOf(dir string) (int, bool) {
	info, err := os.Stat(dir)
	if err != nil {
		return 0, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}

// groupOf is the user's own group; Postgres doesn't care which one it has, as long as it isn't root's.
func groupOf(uid int) int {
	if found, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		if gid, err := strconv.Atoi(found.Gid); err == nil {
			return gid
		}
	}
	return uid
}

// attributes start a process as this user, in a group of its own: Ctrl-C in a terminal must reach us alone, so that we drain before the
// database goes.
func (i identity) attributes() *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Setpgid: true}
	if i.borrowed {
		attributes.Credential = &syscall.Credential{Uid: uint32(i.uid), Gid: uint32(i.gid)}
	}
	return attributes
}

// command prepares a program of the server's for a short run as this user.
func (i identity) command(ctx context.Context, program string, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, program, arguments...) //nolint:gosec // Programs come from the fixed places of locateBinaries.
	i.adapt(command)
	return command
}

// adapt gives the command this user, a working directory that everybody can enter, and none of our environment: PG… variables would
// change what the server does.
func (i identity) adapt(command *exec.Cmd) {
	command.SysProcAttr = i.attributes()
	command.Dir = "/"
	command.Env = []string{"LC_ALL=C", "PATH=/usr/local/bin:/usr/bin:/bin"}
}

// checkReach proves that this user can run the server's programs and enter the data directory. Trying it covers what reading modes would
// miss: ACLs, mounts, security modules.
func (i identity) checkReach(ctx context.Context, found binaries, dataDir string) error {
	if !i.borrowed {
		return nil
	}
	if err := i.command(ctx, found.path("postgres"), "--version").Run(); err != nil {
		return fmt.Errorf("run %s as user %s: %w", found.path("postgres"), i.name, err)
	}
	probe := i.command(ctx, found.path("postgres"), "--version")
	probe.Dir = dataDir
	err := probe.Run()
	if errors.Is(err, fs.ErrPermission) {
		return ErrUnreachable.WithMessage(fmt.Sprintf(
			"user %s, who runs the database because it can't run as root, can't enter the data directory %s: "+
				"a folder on the way is closed to others; choose a directory such as %s", i.name, dataDir, rootDataDir)).WithCause(err)
	}
	if err != nil {
		return fmt.Errorf("enter the data directory as user %s: %w", i.name, err)
	}
	return nil
}

// own makes this user the owner of dir and of everything below it, and of nothing that a link in there points to.
func (i identity) own(dir string) error {
	if !i.borrowed {
		return nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	err = fs.WalkDir(root.FS(), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return root.Lchown(path, i.uid, i.gid)
	})
	return errors.Join(err, root.Close())
}

// ownFile makes this user the owner of one file.
func (i identity) ownFile(path string) error {
	if !i.borrowed {
		return nil
	}
	return os.Lchown(path, i.uid, i.gid)
}
