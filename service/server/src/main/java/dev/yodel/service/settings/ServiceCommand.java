package dev.yodel.service.settings;

import dev.yodel.service.info.Version;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line of the server: reads {@link ServiceSettings} and runs the server with them. */
public final class ServiceCommand {

    private static final int INVALID_SETTINGS = 2;

    private final CommandLine commandLine = new CommandLine(ServiceSettings.class);
    private final SettingSources sources;

    ServiceCommand(Map<String, String> environment) {
        sources = new SettingSources(environment);
        CommandSpec spec = commandLine.getCommandSpec();
        spec.version("yodel " + Version.current());
        spec.usageMessage().longOptionsMaxWidth(36).width(120);
        List.copyOf(spec.options()).forEach(option -> {
            spec.remove(option);
            spec.addOption(complete(option));
        });
        commandLine.registerConverter(Pattern.class, new KeyPatterns()).setDefaultValueProvider(sources);
    }

    /**
     * Runs an action with the settings, or prints help, version or a one-line error.
     *
     * @return the exit code: that of the action, 0 after help, 2 if a setting is invalid
     */
    public static int execute(String[] flags, Map<String, String> environment, ToIntFunction<ServiceSettings> action) {
        ServiceCommand command = new ServiceCommand(environment);
        return command.commandLine
                .setExecutionStrategy(parsed -> {
                    Integer help = CommandLine.executeHelpRequest(parsed);
                    return help == null ? action.applyAsInt(command.settings()) : help;
                })
                .setParameterExceptionHandler((e, arguments) -> {
                    System.err.println("yodel: " + command.explain(e) + " (see --help)");
                    return INVALID_SETTINGS;
                })
                .execute(flags);
    }

    /**
     * Reads the settings.
     *
     * @throws ParameterException if one is unknown or out of bounds
     */
    static ServiceSettings parse(String[] flags, Map<String, String> environment) {
        ServiceCommand command = new ServiceCommand(environment);
        try {
            command.commandLine.parseArgs(flags);
            return command.settings();
        } catch (ParameterException e) {
            throw new ParameterException(command.commandLine, command.explain(e), e);
        }
    }

    String help() {
        return commandLine.getUsageMessage();
    }

    private ServiceSettings settings() {
        return commandLine.getCommand();
    }

    /** Adds to an option what follows from its declaration: the converter, and the default and bounds in its help. */
    private static OptionSpec complete(OptionSpec option) {
        if (option.usageHelp()
                || option.versionHelp()
                || SettingSources.name(option).equals(SettingSources.CONFIG)) {
            return option;
        }
        String fallback = option.defaultValue().isEmpty() ? "empty" : option.defaultValue();
        StringBuilder help =
                new StringBuilder(option.description()[0]).append(" Default: ").append(fallback);
        OptionSpec.Builder builder = OptionSpec.builder(option).paramLabel("VALUE");
        Bounds bounds = ((Method) option.userObject()).getAnnotation(Bounds.class);
        if (bounds != null) {
            BoundedConverter converter = new BoundedConverter(bounds);
            builder.converters(converter);
            help.append(" (").append(converter.expected()).append(')');
        }
        return builder.description(help.toString()).build();
    }

    /** The message of an error; an invalid value is reported with its origin. */
    private String explain(ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        if (argument instanceof OptionSpec option && e.getCause() instanceof TypeConversionException cause) {
            return sources.origin(SettingSources.name(option)) + ": " + cause.getMessage();
        }
        return String.valueOf(e.getMessage());
    }
}
