package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"greenroom/cmd/internal/app"
)

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "greenroom",
		Short: "The intake of a hiring platform: candidate and position in, decision and interview link out",
		Long: "Greenroom is the intake of a hiring platform: a merchant's system sends a candidate and a position, and gets a decision and a\n" +
			"tokenised interview link. One binary, one Postgres.\n\nTry it:  greenroom serve --dev\n\n" + environmentHelp(),
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(
		newServeCommand(), newAPICommand(), newWorkCommand(), newMigrateCommand(), newTokenCommand(), newDoctorCommand(), newKeysCommand(),
		newOpenAPICommand(), newReplayCommand(), newMerchantCommand(),
	)
	return root
}

// environmentHelp lists the settings, from the same declarations that read them.
func environmentHelp() string {
	var help strings.Builder
	help.WriteString("Environment:\n")
	for _, setting := range (app.Config{}).Settings() {
		fmt.Fprintf(&help, "  %-30s %s", setting.Name, setting.Doc)
		if setting.Default != "" {
			fmt.Fprintf(&help, " (%s)", setting.Default)
		}
		help.WriteByte('\n')
	}
	return help.String()
}

// newLogger logs JSON lines to standard error; in development, lines for people.
func newLogger(config app.Config) (*zap.Logger, error) {
	level, err := zapcore.ParseLevel(config.LogLevel)
	if err != nil {
		return nil, fmt.Errorf("GREENROOM_LOG_LEVEL: %w", err)
	}
	settings := zap.NewProductionConfig()
	if config.Dev {
		settings = zap.NewDevelopmentConfig()
		settings.DisableCaller = true
	}
	settings.Level = zap.NewAtomicLevelAt(level)
	settings.Sampling = nil
	settings.DisableStacktrace = true
	settings.EncoderConfig.EncodeTime = zapcore.ISO8601TimeEncoder
	logger, err := settings.Build()
	if err != nil {
		return nil, fmt.Errorf("build the logger: %w", err)
	}
	return logger, nil
}
