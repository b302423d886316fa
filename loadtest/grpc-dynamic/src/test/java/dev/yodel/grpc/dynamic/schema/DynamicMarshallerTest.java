package dev.yodel.grpc.dynamic.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.StringValue;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DynamicMarshallerTest {

    private final DynamicMarshaller marshaller =
            new DynamicMarshaller(StringValue.getDescriptor(), ExtensionRegistryLite.getEmptyRegistry());

    @Test
    void caches_a_limited_number_of_serialized_messages_and_serializes_the_others() throws IOException {
        List<DynamicMessage> messages = IntStream.range(0, 1_100)
                .mapToObj(DynamicMarshallerTest::message)
                .toList();
        messages.forEach(marshaller::cache);

        assertThat(messages.subList(0, 1_024))
                .allMatch(message -> marshaller.stream(message) instanceof SerializedMessageStream);
        assertThat(messages.subList(1_024, 1_100))
                .noneMatch(message -> marshaller.stream(message) instanceof SerializedMessageStream);
        for (DynamicMessage message : messages) {
            assertThat(ByteString.readFrom(marshaller.stream(message))).isEqualTo(message.toByteString());
        }
    }

    private static DynamicMessage message(int number) {
        DynamicMessage empty = DynamicMessage.getDefaultInstance(StringValue.getDescriptor());
        return empty.toBuilder()
                .setField(StringValue.getDescriptor().findFieldByName("value"), "message " + number)
                .build();
    }
}
