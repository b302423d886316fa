package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Expectation;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code yodel}: the commands, and the one line on standard error that reports a failure. */
@Command(
        name = "./yodel",
        description = "Load tests gRPC services.",
        subcommands = {
            DemoCommand.class,
            LoadCommand.class,
            CallCommand.class,
            ReportCommand.class,
            MergeCommand.class,
            CompareCommand.class,
            FindLimitCommand.class,
            ChatCommand.class,
            CompletionCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class)
public final class YodelCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    YodelCommand() {}

    /**
     * Executes the command that the arguments name.
     *
     * @return the exit code
     */
    public static int execute(String... args) {
        return commands()
                .setParameterExceptionHandler(YodelCommand::badInput)
                .setExecutionExceptionHandler(YodelCommand::failed)
                .execute(args);
    }

    static CommandLine load(CommandLine commands) {
        return Objects.requireNonNull(commands.getSubcommands().get("load"));
    }

    static CommandLine commands() {
        CommandLine commands = new CommandLine(new YodelCommand())
                .setExpandAtFiles(false) // picocli would read the data file @file as a file of arguments
                .registerConverter(Duration.class, text -> convert(Durations::parse, text))
                .registerConverter(Expectation.class, text -> convert(Expectation::parse, text))
                .registerConverter(MetadataEntry.class, text -> convert(MetadataEntry::parse, text))
                .registerConverter(Target.class, text -> convert(Target::parse, text));
        LoadHelp.shorten(load(commands));
        return commands;
    }

    /** There is nothing to do without a command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    private static <T> T convert(Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int badInput(ParameterException e, String[] args) {
        report("%s (see %s --help)"
                .formatted(e.getMessage(), e.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.BAD_INPUT;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof RunFailedException failure) {
            report(String.valueOf(failure.getMessage()));
            return failure.isBadInput() ? ExitCode.BAD_INPUT : ExitCode.FAILED;
        }
        report(e.toString());
        return ExitCode.FAILED;
    }

    private static void report(String text) {
        System.err.println("yodel: " + text.replaceAll("\\s*\\R\\s*", " "));
    }
}
