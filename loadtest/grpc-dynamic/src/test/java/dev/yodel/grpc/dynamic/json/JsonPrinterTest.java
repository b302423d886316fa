package dev.yodel.grpc.dynamic.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.yodel.grpc.dynamic.legacy.Filing;
import dev.yodel.grpc.dynamic.legacy.LegacyExtensionsProto;
import dev.yodel.grpc.dynamic.legacy.Level;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import dev.yodel.grpc.dynamic.shop.Customer;
import dev.yodel.grpc.dynamic.shop.Order;
import org.junit.jupiter.api.Test;

/** Differences from protobuf's own printer; {@link JsonRoundTripTest} covers the rest. */
class JsonPrinterTest {
    private final JsonPrinter output = JsonPrinter.of(TestSchemas.GENERATED);

    @Test
    void writes_extensions_under_their_full_name() {
        Filing filing = Filing.newBuilder()
                .setId(1)
                .setExtension(LegacyExtensionsProto.priority, 7)
                .addExtension(LegacyExtensionsProto.tags, "a")
                .setExtension(LegacyExtensionsProto.urgency, Level.HIGH)
                .build();
        assertThat(output.print(filing))
                .isEqualTo("{\"id\":\"1\",\"[legacy.more.priority]\":7,\"[legacy.more.tags]\":[\"a\"],"
                        + "\"[legacy.more.urgency]\":\"HIGH\"}");
    }

    @Test
    void writes_the_bytes_of_an_any_that_it_does_not_know() {
        Any unknown = Any.newBuilder()
                .setTypeUrl("x/no.Such")
                .setValue(ByteString.copyFrom(new byte[] {1}))
                .build();
        assertThat(output.print(Order.newBuilder().setAny(unknown).build()))
                .isEqualTo("{\"any\":{\"@type\":\"x/no.Such\",\"value\":\"AQ==\"}}");
    }

    @Test
    void writes_the_bytes_of_an_any_that_is_broken() {
        Any broken = Any.pack(Customer.getDefaultInstance()).toBuilder()
                .setValue(ByteString.copyFrom(new byte[] {10, 99}))
                .build();
        assertThat(output.print(broken))
                .isEqualTo("{\"@type\":\"type.googleapis.com/shop.v1.Customer\",\"value\":\"CmM=\"}");
    }

    @Test
    void writes_an_invalid_timestamp_with_its_fields() {
        Timestamp invalid = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
        assertThat(output.print(Order.newBuilder().setAt(invalid).build()))
                .isEqualTo("{\"at\":{\"seconds\":\"9223372036854775807\"}}");
    }

    @Test
    void escapes_what_would_break_a_line_or_a_page() {
        assertThat(output.print(Order.newBuilder()
                        .setStringValue("\"\\\n\r\t\b\u0000\u2028é😀")
                        .build()))
                .isEqualTo("{\"stringValue\":\"\\\"\\\\\\n\\r\\t\\u0008\\u0000\\u2028é😀\"}");
    }

    @Test
    void writes_numbers_that_any_reader_reads_back_the_same() {
        assertThat(output.print(Order.newBuilder()
                        .setDoubleValue(1e21)
                        .setFloatValue(16_777_216f)
                        .build()))
                .isEqualTo("{\"floatValue\":16777216,\"doubleValue\":1.0E21}");
        assertThat(output.print(Order.newBuilder().setDoubleValue(-0.0).build()))
                .isEqualTo("{\"doubleValue\":-0.0}");
        assertThat(output.print(Order.newBuilder().setDoubleValue(Double.NaN).build()))
                .isEqualTo("{\"doubleValue\":\"NaN\"}");
    }
}
