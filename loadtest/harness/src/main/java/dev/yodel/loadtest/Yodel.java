package dev.yodel.loadtest;

import dev.yodel.loadtest.cli.CommandFailedException;
import dev.yodel.loadtest.cli.DemoCommand;
import dev.yodel.loadtest.cli.ExitCode;
import dev.yodel.loadtest.cli.LoadCommand;
import dev.yodel.loadtest.cli.YodelVersion;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.Target;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program: its commands, and how they end. */
@Command(
        name = "./yodel",
        description = "Tells the truth about a gRPC service under load.",
        subcommands = {DemoCommand.class, LoadCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class)
public final class Yodel implements Runnable {

    private static final String EVENT_LOOPS = "io.netty.eventLoopThreads";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Yodel() {}

    public static void main(String[] args) {
        // What gRPC logs goes where all logs go: not beside the one line that tells what is wrong.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        oneEventLoopPerCore();
        System.exit(commandLine().execute(args));
    }

    /** Read by Netty when it is loaded: it would make two, which take the core from each other. */
    private static void oneEventLoopPerCore() {
        if (System.getProperty(EVENT_LOOPS) == null) {
            int cores = Runtime.getRuntime().availableProcessors();
            System.setProperty(EVENT_LOOPS, String.valueOf(cores));
        }
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    static CommandLine commandLine() {
        return new CommandLine(new Yodel())
                .setExpandAtFiles(false) // @file is for the data: picocli would take it for a file of arguments
                .registerConverter(Duration.class, text -> read(Durations::parse, text))
                .registerConverter(MetadataEntry.class, text -> read(MetadataEntry::parse, text))
                .registerConverter(Target.class, text -> read(Target::parse, text))
                .setParameterExceptionHandler(Yodel::badInput)
                .setExecutionExceptionHandler(Yodel::failed);
    }

    /**
     * Standard output, in UTF-8 whatever the locale: in the C locale of a bare container the µ of a time would be lost.
     */
    public static PrintStream console() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    private static <T> T read(Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int badInput(ParameterException e, String[] args) {
        say("%s (see %s --help)"
                .formatted(e.getMessage(), e.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.BAD_INPUT;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof CommandFailedException failure) {
            say(String.valueOf(failure.getMessage()));
            return failure.exitCode();
        }
        say(e.toString());
        return ExitCode.FAILED;
    }

    private static void say(String text) {
        System.err.println("yodel: " + text.replaceAll("\\s*\\R\\s*", " "));
    }
}
