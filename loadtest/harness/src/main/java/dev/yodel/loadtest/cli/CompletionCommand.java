package dev.yodel.loadtest.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yodel completion}: a script with which a shell completes commands and flags. */
@Command(
        name = "completion",
        description = {
            "Prints a script with which a shell completes the commands and options of the load test.",
            "bash and zsh: source <(./yodel completion bash). fish: ./yodel completion fish | source."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class)
final class CompletionCommand implements Callable<Integer> {

    private static final String PROGRAM = "yodel";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell = "";

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        String script = switch (shell) {
            case "bash", "zsh" -> AutoComplete.bash(PROGRAM, root);
            case "fish" -> fish(root);
            default ->
                throw new ParameterException(
                        spec.commandLine(), "shell: %s (expected: bash, zsh or fish)".formatted(shell));
        };
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder();
        root.getSubcommands().forEach((name, command) -> {
            String about = first(command.getCommandSpec().usageMessage().description());
            script.append(
                    "complete -c %s -n __fish_use_subcommand -f -a %s -d %s\n".formatted(PROGRAM, name, quoted(about)));
            command.getCommandSpec().options().forEach(option -> script.append(option(name, option)));
        });
        return script.toString();
    }

    private static String option(String command, OptionSpec option) {
        return "complete -c %s -n '__fish_seen_subcommand_from %s' -l %s -d %s%s\n"
                .formatted(
                        PROGRAM,
                        command,
                        option.longestName().replaceFirst("^-+", ""),
                        quoted(first(option.description())),
                        option.arity().max() == 0 ? "" : " -r");
    }

    private static String first(String[] texts) {
        return texts.length == 0 ? "" : texts[0].replace("%%", "%");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
