package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.cli.options.InputProblem;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Expectation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code yodel}: the commands, and the one line on standard error that reports a failure. */
@Command(
        name = "./yodel",
        description = "Load-tests gRPC services.",
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class)
public final class YodelCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    YodelCommand() {}

    /** Each command, in the order of the help. */
    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("demo", DemoCommand::new);
        all.put("load", LoadCommand::new);
        all.put("call", CallCommand::new);
        all.put("report", ReportCommand::new);
        all.put("merge", MergeCommand::new);
        all.put("compare", CompareCommand::new);
        all.put("find-limit", FindLimitCommand::new);
        all.put("chat", ChatCommand::new);
        all.put("completion", CompletionCommand::new);
        return all;
    }

    /**
     * Executes the command that the arguments name.
     *
     * @return the exit code
     */
    public static int execute(String... args) {
        return commands(args)
                .setParameterExceptionHandler(YodelCommand::badInput)
                .setExecutionExceptionHandler(YodelCommand::failed)
                .execute(args);
    }

    static CommandLine load(CommandLine commands) {
        return Objects.requireNonNull(commands.getSubcommands().get("load"));
    }

    static CommandLine commands() {
        return commands(all());
    }

    /** The command that the arguments name alone, as picocli takes 15 ms of a start for each; all if they name none. */
    private static CommandLine commands(String... args) {
        Map<String, Supplier<Object>> all = all();
        if (args.length > 0 && !args[0].equals("completion") && all.containsKey(args[0])) {
            all.keySet().retainAll(List.of(args[0]));
        }
        return commands(all);
    }

    private static CommandLine commands(Map<String, Supplier<Object>> chosen) {
        CommandLine commands = new CommandLine(new YodelCommand());
        chosen.forEach((name, command) -> commands.addSubcommand(name, command.get()));
        commands.setExpandAtFiles(false) // picocli would read the data file @file as a file of arguments
                .registerConverter(Duration.class, text -> convert(Durations::parse, text))
                .registerConverter(Expectation.class, text -> convert(Expectation::parse, text))
                .registerConverter(MetadataEntry.class, text -> convert(MetadataEntry::parse, text))
                .registerConverter(Target.class, text -> convert(Target::parse, text));
        if (chosen.containsKey("load")) {
            LoadHelp.shorten(load(commands));
        }
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
        report(InputProblem.text(e, args));
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
