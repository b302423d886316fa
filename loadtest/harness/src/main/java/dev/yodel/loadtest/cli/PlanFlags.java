package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.plan.file.PlanDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Plans as flags: a plan file has the flags of all calls and of each call, and each call is parsed as a command line. */
final class PlanFlags {

    /** What says how calls arrive: a call that has one of them does not share the load of all calls. */
    private static final Set<String> ARRIVAL = Set.of("users", "rate", "streams");

    /** What only one call can have. */
    private static final Set<String> OF_A_CALL =
            Set.of("call", "room", "data", "data-binary", "delimited", "feed", "feed-order");

    private static final Set<String> NOT_IN_PLANS =
            Set.of("plan", "print-plan", "print-manifests", "help", "help-all", "help-expressions", "version");

    /** What only the coordinator of several load generators does. */
    private static final Set<String> OF_A_COORDINATOR = Set.of(
            "injectors",
            "on",
            "image",
            "namespace",
            "job",
            "injector-cpu",
            "injector-memory",
            "print-manifests",
            "service-metrics",
            "out",
            "overwrite",
            "live",
            "live-port",
            "linger",
            "name",
            "label");

    private PlanFlags() {}

    /** The command line of a load generator that shares the load of this one. */
    static List<String> ofInjector(@Nullable String target, ParseResult parsed, boolean several) {
        List<String> arguments = new ArrayList<>(List.of("load"));
        if (target != null) {
            arguments.add(target);
        }
        for (OptionSpec option : parsed.matchedOptions()) {
            String name = name(option);
            for (String value : option.originalStringValues()) {
                if (several && value.equals("@-")) {
                    throw new IllegalArgumentException(
                            "%s: @- with --injectors (expected: @FILE, which each of them can read)".formatted(name));
                }
                if (!OF_A_COORDINATOR.contains(name)) {
                    arguments.add(option.arity().max() > 0 ? "--" + name + "=" + value : "--" + name);
                }
            }
        }
        return arguments;
    }

    /** The plan of load generators that share the load of this one. */
    static PlanDocument ofInjectors(PlanDocument plan, @Nullable String target, Map<String, List<String>> given) {
        Map<String, List<String>> all = new LinkedHashMap<>(plan.flags());
        all.putAll(given);
        all.keySet().removeAll(OF_A_COORDINATOR);
        return new PlanDocument(target == null ? plan.target() : target, all, plan.calls());
    }

    /** The flags that were given on a command line. */
    static Map<String, List<String>> given(ParseResult parsed) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            String name = name(option);
            if (!NOT_IN_PLANS.contains(name)) {
                flags.put(name, option.originalStringValues());
            }
        }
        return flags;
    }

    /** The plan that a command line of one call means. */
    static PlanDocument document(String target, ParseResult parsed) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Map<String, List<String>> call = new LinkedHashMap<>();
        given(parsed).forEach((name, values) -> (OF_A_CALL.contains(name) ? call : all).put(name, values));
        return new PlanDocument(target, all, List.of(new PlanDocument.Call(null, 1, call)));
    }

    /** A plan with the target and the flags beside it, which replace those for all its calls. */
    static PlanDocument replaced(PlanDocument plan, @Nullable String target, ParseResult parsed) {
        Map<String, List<String>> given = given(parsed);
        Map<String, List<String>> all = new LinkedHashMap<>(plan.flags());
        if (given.keySet().stream().anyMatch(ARRIVAL::contains)) {
            ARRIVAL.forEach(all::remove); // another load model, and not a second one
        }
        all.putAll(given);
        return new PlanDocument(target == null ? plan.target() : target, all, plan.calls());
    }

    /** The command line of each call of a plan. */
    static List<Planned> calls(PlanDocument plan) {
        Map<String, List<String>> all = plan.flags();
        String service = plan.target();
        if (service == null) {
            throw new IllegalArgumentException("plan: no target (expected: target in the file, or TARGET)");
        }
        double weights = plan.calls().stream()
                .filter(call -> sharesLoad(call.flags()))
                .mapToDouble(PlanDocument.Call::weight)
                .sum();
        List<Planned> planned = new ArrayList<>();
        for (PlanDocument.Call call : plan.calls()) {
            Map<String, List<String>> flags = new LinkedHashMap<>(all);
            boolean shares = sharesLoad(call.flags());
            if (!shares) {
                ARRIVAL.forEach(flags::remove);
            }
            flags.putAll(call.flags());
            LoadCommand command = parse(service, flags);
            planned.add(new Planned(command, call.name(), shares ? call.weight() / weights : 1));
        }
        return planned;
    }

    private static boolean sharesLoad(Map<String, List<String>> flags) {
        return flags.keySet().stream().noneMatch(ARRIVAL::contains);
    }

    private static LoadCommand parse(String target, Map<String, List<String>> flags) {
        CommandLine commands = YodelCommand.commands();
        CommandLine load = YodelCommand.load(commands);
        List<String> arguments = new ArrayList<>(List.of("load", target));
        flags.forEach((name, values) -> add(arguments, load.getCommandSpec(), name, values));
        commands.parseArgs(arguments.toArray(String[]::new));
        return load.getCommand();
    }

    private static void add(List<String> arguments, CommandSpec spec, String name, List<String> values) {
        OptionSpec option = spec.findOption("--" + name);
        if (option == null || NOT_IN_PLANS.contains(name)) {
            throw new IllegalArgumentException(
                    "plan: %s (expected: target, calls, name, weight, or an option of load without its dashes)"
                            .formatted(name));
        }
        for (String value : values) {
            if (option.arity().max() > 0) {
                arguments.add("--" + name + "=" + value);
            } else if (Boolean.parseBoolean(value) || value.isEmpty()) {
                arguments.add("--" + name);
            }
        }
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /**
     * A call of a plan.
     *
     * @param command its command line, parsed
     * @param name its request name; null for that of the method
     * @param share its share of the load
     */
    record Planned(LoadCommand command, @Nullable String name, double share) {}
}
