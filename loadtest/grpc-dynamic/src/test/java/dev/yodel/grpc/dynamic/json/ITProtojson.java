package dev.yodel.grpc.dynamic.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.rpc.ErrorInfo;
import dev.yodel.grpc.dynamic.json.AgreedDisagreement.Verdict;
import dev.yodel.grpc.dynamic.json.ProtojsonProgram.Outcome;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Generated JSON, valid and not, in templates and in Go's protojson: both accept it with equal messages, or both refuse it.
 * Every other result is listed, with a reason, in {@link AgreedDisagreement}.
 */
class ITProtojson {
    private static final long SEED = 15;
    private static final int MUTATIONS = 4_000;

    private static final Schema SCHEMA = TestSchemas.DYNAMIC;
    private static final List<FileDescriptor> FILES = Stream.concat(
                    TestSchemas.FILES.stream(),
                    Stream.of(ErrorInfo.getDescriptor().getFile()))
            .toList();
    private static final TextFormat.Printer PRINTER = TextFormat.printer().usingTypeRegistry(TestSchemas.TYPES);

    /** A disagreement; {@code refusal} is the error of the one that refuses the input. */
    private record Disagreement(Verdict verdict, JsonInput input, String refusal) {
        Optional<AgreedDisagreement> agreed() {
            return AgreedDisagreement.of(verdict, input.json(), refusal);
        }
    }

    @Test
    void accepts_and_refuses_what_Go_does() throws IOException, InterruptedException {
        ProtojsonProgram.build();
        List<JsonInput> inputs = JsonInputs.generate(SEED, MUTATIONS, ITProtojson::isValid);
        List<Outcome> outcomes = ProtojsonProgram.outcomes(TestSchemas.setOf(FILES), inputs);
        assertThat(outcomes).hasSameSizeAs(inputs);
        assertThat(outcomes.stream().filter(Outcome::accepted).count())
                .as("accepted of %d", inputs.size())
                .isBetween(inputs.size() / 10L, inputs.size() * 9L / 10);

        List<Disagreement> disagreements = IntStream.range(0, inputs.size())
                .mapToObj(i -> compare(inputs.get(i), outcomes.get(i)))
                .flatMap(Optional::stream)
                .toList();

        List<Disagreement> unlisted = new ArrayList<>();
        Set<AgreedDisagreement> found = EnumSet.noneOf(AgreedDisagreement.class);
        disagreements.forEach(one -> one.agreed().ifPresentOrElse(found::add, () -> unlisted.add(one)));
        assertThat(unlisted).isEmpty();
        assertThat(found).as("listed, and not out of date").containsExactlyInAnyOrder(AgreedDisagreement.values());
    }

    @Test
    void notices_a_disagreement() {
        JsonInput valid = new JsonInput("shop.v1.Order", "{\"int32Value\":1}");
        JsonInput invalid = new JsonInput("shop.v1.Order", "{\"int32Value\":\"x\"}");
        Outcome one = new Outcome(true, "CAE=");
        Outcome two = new Outcome(true, "CAI=");
        Outcome refused = new Outcome(false, "some reason");

        assertThat(compare(valid, one)).isEmpty();
        assertThat(compare(invalid, refused)).isEmpty();
        assertThat(compare(valid, two))
                .hasValueSatisfying(it -> assertThat(it.verdict()).isEqualTo(Verdict.MESSAGES_DIFFER));
        assertThat(compare(valid, refused))
                .hasValueSatisfying(it -> assertThat(it.verdict()).isEqualTo(Verdict.WE_ACCEPT));
        assertThat(compare(invalid, one))
                .hasValueSatisfying(it -> assertThat(it.verdict()).isEqualTo(Verdict.GO_ACCEPTS));
        assertThat(compare(invalid, one).flatMap(Disagreement::agreed)).isEmpty();
    }

    private static Optional<Disagreement> compare(JsonInput input, Outcome go) {
        Message message;
        try {
            message = message(input);
        } catch (SchemaException e) {
            return go.accepted()
                    ? Optional.of(new Disagreement(Verdict.GO_ACCEPTS, input, e.getMessage()))
                    : Optional.empty();
        }
        if (!go.accepted()) {
            return Optional.of(new Disagreement(Verdict.WE_ACCEPT, input, go.text()));
        }
        return isSame(message, parsed(SCHEMA.message(input.type()), go))
                ? Optional.empty()
                : Optional.of(new Disagreement(Verdict.MESSAGES_DIFFER, input, ""));
    }

    private static boolean isValid(JsonInput input) {
        try {
            message(input);
            return true;
        } catch (SchemaException e) {
            return false;
        }
    }

    private static Message message(JsonInput input) {
        return MessageTemplate.parse(input.json(), SCHEMA.message(input.type()), SCHEMA)
                .evaluate(new Object[0]);
    }

    /** Whether the messages are equal; Go and Java may serialize the fields of a message in an Any in another order. */
    private static boolean isSame(Message message, Message other) {
        return message.equals(other) || PRINTER.printToString(message).equals(PRINTER.printToString(other));
    }

    private static Message parsed(Descriptor type, Outcome go) {
        CodedInputStream bytes = CodedInputStream.newInstance(go.message());
        bytes.setRecursionLimit(1_000);
        try {
            return DynamicMessage.newBuilder(type)
                    .mergeFrom(bytes, SCHEMA.extensionRegistry())
                    .buildPartial();
        } catch (IOException e) {
            throw new AssertionError("Go's message of " + go.text(), e);
        }
    }
}
