package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * JSON of every kind that a reader may get wrong: values at the edges of each field's type, and some of other types; whole
 * documents; and random changes of all these. The same seed generates the same inputs.
 */
final class JsonInputs {
    private static final String ORDER = "shop.v1.Order";
    private static final String FILING = "legacy.Filing";
    private static final String TRIAL = "modern.Trial";

    private static final List<String> WELL_KNOWN = List.of(
            "Any",
            "Timestamp",
            "Duration",
            "FieldMask",
            "Struct",
            "Value",
            "ListValue",
            "Empty",
            "BoolValue",
            "Int32Value",
            "Int64Value",
            "UInt32Value",
            "UInt64Value",
            "FloatValue",
            "DoubleValue",
            "StringValue",
            "BytesValue");

    private static final String MUTATIONS = "\"\"\\{}[]:,0123456789.eE+-_/=TZs utnfalrAB\u00e9\n\t";

    /** How many values of other types each field gets. */
    private static final int STRANGE_VALUES = 4;

    private final Set<JsonInput> inputs = new LinkedHashSet<>();
    private final Random random;

    private JsonInputs(long seed) {
        random = new Random(seed);
    }

    /**
     * The inputs.
     *
     * @param isValid selects the inputs to change; changes of invalid ones would seldom be valid
     */
    static List<JsonInput> generate(long seed, int mutations, Predicate<JsonInput> isValid) {
        JsonInputs all = new JsonInputs(seed);
        all.fields(ORDER, "");
        // Some fields of these are required.
        all.fields(FILING, "\"id\":1,");
        all.fields(TRIAL, "\"needed\":\"\",");
        all.wellKnownTypes();
        JsonDocuments.ORDERS.forEach(json -> all.add(ORDER, json));
        JsonDocuments.FILINGS.forEach(json -> all.add(FILING, json));
        JsonDocuments.TRIALS.forEach(json -> all.add(TRIAL, json));
        all.mutate(mutations, isValid);
        return List.copyOf(all.inputs);
    }

    private void fields(String type, String required) {
        for (FieldDescriptor field : TestSchemas.DYNAMIC.message(type).getFields()) {
            String start = "{" + (field.isRequired() ? "" : required) + "\"" + field.getJsonName() + "\":";
            if (field.isMapField()) {
                map(type, start, field);
            } else if (field.isRepeated()) {
                JsonValues.of(field).forEach(value -> add(type, start + "[" + value + "]}"));
            } else {
                JsonValues.of(field).forEach(value -> add(type, start + value + "}"));
            }
            for (int i = 0; i < STRANGE_VALUES; i++) {
                add(type, start + anyValue() + "}");
                add(type, start + "[" + anyValue() + "," + anyValue() + "]}");
            }
            add(type, start + "null}");
            add(type, start + "[null]}");
        }
    }

    private void map(String type, String start, FieldDescriptor field) {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        String someKey = key.getType() == FieldDescriptor.Type.BOOL ? "true" : "1";
        JsonValues.of(value).forEach(one -> add(type, start + "{\"" + someKey + "\":" + one + "}}"));
        String someValue = value.getType() == FieldDescriptor.Type.MESSAGE ? "{}" : "1";
        JsonValues.of(key).forEach(one -> add(type, start + "{" + one + ":" + someValue + "}}"));
    }

    private void wellKnownTypes() {
        for (String name : WELL_KNOWN) {
            String full = "google.protobuf." + name;
            for (String value : JsonValues.of(TestSchemas.DYNAMIC.message(full))) {
                add(full, value);
                add(ORDER, "{\"any\":{\"@type\":\"type.googleapis.com/" + full + "\",\"value\":" + value + "}}");
            }
        }
        for (String value : JsonValues.ALL) {
            add("google.protobuf.ListValue", "[" + value + "]");
            add("google.protobuf.Struct", "{" + value + ":1}");
        }
    }

    private String anyValue() {
        return JsonValues.ALL.get(random.nextInt(JsonValues.ALL.size()));
    }

    private void mutate(int mutations, Predicate<JsonInput> isValid) {
        // A quarter, as checking them all takes longer than the comparison.
        List<JsonInput> originals = inputs.stream()
                .filter(input -> random.nextInt(4) == 0)
                .filter(isValid)
                .toList();
        for (int i = 0; i < mutations; i++) {
            JsonInput original = originals.get(random.nextInt(originals.size()));
            StringBuilder json = new StringBuilder(original.json());
            for (int changes = 1 + random.nextInt(2); changes > 0 && !json.isEmpty(); changes--) {
                change(json, random);
            }
            // A change may separate a surrogate pair, which then cannot be sent to Go.
            if (StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
                add(original.type(), json.toString());
            }
        }
    }

    private static void change(StringBuilder json, Random random) {
        int at = random.nextInt(json.length());
        char other = MUTATIONS.charAt(random.nextInt(MUTATIONS.length()));
        switch (random.nextInt(4)) {
            case 0 -> json.deleteCharAt(at);
            case 1 -> json.insert(at, other);
            case 2 -> json.setCharAt(at, other);
            default -> json.insert(at, json.charAt(at));
        }
    }

    private void add(String type, String json) {
        inputs.add(new JsonInput(type, json));
    }
}
