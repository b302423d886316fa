package dev.yodel.loadtest.plan.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A load plan as it is written in YAML: its keys are the names of flags, for all calls and for each call.
 *
 * @param target the service; null if the command line names it
 * @param flags the values of each flag for all calls
 * @param calls the calls, at least one
 */
public record PlanDocument(@Nullable String target, Map<String, List<String>> flags, List<Call> calls) {

    private static final String TARGET = "target";
    private static final String CALLS = "calls";
    private static final String NAME = "name";
    private static final String WEIGHT = "weight";

    /**
     * A call.
     *
     * @param name its request name; null for that of the method
     * @param weight its share of the load that the plan has for all calls
     * @param flags the values of each flag for this call
     */
    public record Call(@Nullable String name, double weight, Map<String, List<String>> flags) {}

    /**
     * Reads a plan.
     *
     * @throws IllegalArgumentException if the file cannot be read or has another form, with the line
     */
    public static PlanDocument read(Path file) {
        JsonNode root;
        try {
            root = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "plan: %s: line %d (expected: YAML)"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("plan: %s (expected: a readable file)".formatted(file), e);
        }
        if (!root.isObject() || !root.path(CALLS).isArray() || root.get(CALLS).isEmpty()) {
            throw new IllegalArgumentException("plan: %s (expected: calls, a list of at least one)".formatted(file));
        }
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : root.get(CALLS)) {
            if (!call.isObject()
                    || !(call.path("call").isTextual() || call.path("room").isTextual())) {
                throw new IllegalArgumentException(
                        "plan: %s: call %d (expected: call: package.Service/Method, or room: NAME)"
                                .formatted(file, calls.size() + 1));
            }
            calls.add(call(file, call));
        }
        JsonNode target = root.get(TARGET);
        return new PlanDocument(target == null ? null : target.asText(), flags(root), calls);
    }

    private static Call call(Path file, JsonNode call) {
        JsonNode name = call.get(NAME);
        double weight = call.path(WEIGHT).asDouble(1);
        if (!(weight > 0)) {
            throw new IllegalArgumentException(
                    "plan: %s: weight: %s (expected: > 0)".formatted(file, call.get(WEIGHT)));
        }
        return new Call(name == null ? null : name.asText(), weight, flags(call));
    }

    private static Map<String, List<String>> flags(JsonNode node) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (!List.of(TARGET, CALLS, WEIGHT, NAME).contains(entry.getKey())) {
                flags.put(entry.getKey(), values(entry.getKey(), entry.getValue()));
            }
        });
        return flags;
    }

    /** Data in YAML becomes JSON; a map is one value for each entry, a list one for each element. */
    private static List<String> values(String key, JsonNode value) {
        if (key.equals("data") && !value.isTextual()) {
            return List.of(value.toString());
        }
        List<String> values = new ArrayList<>();
        if (value.isObject()) {
            value.properties()
                    .forEach(entry ->
                            values.add(entry.getKey() + ": " + entry.getValue().asText()));
        } else if (value.isArray()) {
            value.forEach(each -> values.add(each.asText()));
        } else {
            values.add(value.asText());
        }
        return values;
    }

    /** The plan in YAML. */
    public String text() {
        ObjectMapper mapper = new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));
        ObjectNode root = mapper.createObjectNode();
        if (target != null) {
            root.put(TARGET, target);
        }
        flags.forEach((key, values) -> put(root, key, values));
        for (Call call : calls) {
            ObjectNode node = root.withArray("/" + CALLS).addObject();
            if (call.name != null) {
                node.put(NAME, call.name);
            }
            if (call.weight != 1) {
                node.put(WEIGHT, call.weight);
            }
            call.flags.forEach((key, values) -> put(node, key, values));
        }
        try {
            return mapper.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(ObjectNode node, String key, List<String> values) {
        if (values.size() != 1) {
            values.forEach(node.putArray(key)::add);
        } else if (values.get(0).equals("true")) {
            node.put(key, true);
        } else {
            node.put(key, values.get(0));
        }
    }
}
