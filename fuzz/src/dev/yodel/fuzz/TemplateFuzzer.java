package dev.yodel.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.yodel.grpc.dynamic.json.MessageTemplate;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.v1.EchoTypesRequest;
import java.util.List;

/** Messages in JSON with placeholders, for a type with fields of every kind: a message, or a refusal with a reason. */
public final class TemplateFuzzer {

    private static final Schema SCHEMA =
            Schema.ofFiles(List.of(EchoTypesRequest.getDescriptor().getFile()));

    private TemplateFuzzer() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String value = data.consumeString(30);
        String json = data.consumeRemainingAsString();
        try {
            MessageTemplate.splitArray(json);
        } catch (SchemaException e) {
            Refusals.check(e);
        }
        try {
            MessageTemplate.parse(json, EchoTypesRequest.getDefaultInstance(), SCHEMA)
                    .evaluate(expression -> value);
        } catch (SchemaException e) {
            Refusals.check(e);
        }
    }
}
