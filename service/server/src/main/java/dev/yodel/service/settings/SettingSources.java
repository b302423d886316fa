package dev.yodel.service.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The sources of settings that have no flag: variables, then the {@code --config} file. Remembers where each value came
 * from, for error messages.
 */
final class SettingSources implements IDefaultValueProvider {

    static final String CONFIG = "config";

    private final Map<String, String> environment;
    private final Map<String, String> origins = new HashMap<>();
    private @Nullable Properties file;

    SettingSources(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        OptionSpec option = (OptionSpec) argument;
        if (option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String name = name(option);
        String variable = "YODEL_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        String value = environment.get(variable);
        if (value != null) {
            origins.put(name, variable);
            return literal(value);
        }
        return name.equals(CONFIG) ? null : fromFile(name, option.command());
    }

    /** Where the value of a setting came from: a flag, a variable or a line of a file. */
    String origin(String name) {
        return origins.getOrDefault(name, "--" + name);
    }

    static String name(OptionSpec option) {
        return option.longestName().substring("--".length());
    }

    private @Nullable String fromFile(String name, CommandSpec command) {
        OptionSpec config = command.findOption(CONFIG);
        String path = config.getValue() == null ? defaultValue(config) : config.getValue();
        if (path == null) {
            return null;
        }
        if (file == null) {
            file = read(path, command);
        }
        String value = file.getProperty(name);
        if (value == null) {
            return null;
        }
        origins.put(name, name + " in " + path);
        return literal(value);
    }

    /** Escapes references to variables, which picocli would replace. */
    private static String literal(String value) {
        return value.replace("${", "$${");
    }

    private Properties read(String path, CommandSpec command) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw invalid(command, origin(CONFIG) + ": " + path + " (expected: a readable properties file)");
        }
        for (String name : properties.stringPropertyNames()) {
            OptionSpec option = command.findOption("--" + name);
            if (option == null || option.usageHelp() || option.versionHelp() || name.equals(CONFIG)) {
                throw invalid(command, path + ": " + name + " (expected: the name of a setting)");
            }
        }
        return properties;
    }

    private static ParameterException invalid(CommandSpec command, String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
