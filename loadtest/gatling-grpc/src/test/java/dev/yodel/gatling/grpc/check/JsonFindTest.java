package dev.yodel.gatling.grpc.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.yodel.grpc.dynamic.shop.Order;
import org.junit.jupiter.api.Test;

class JsonFindTest {

    @Test
    void messages_of_one_type_after_another_are_each_printed_as_their_own_type() {
        JsonFind find = new JsonFind();

        assertThat(find.apply(response(Order.newBuilder().setStringValue("17").build())))
                .isEqualTo("{\"stringValue\":\"17\"}");
        assertThat(find.apply(response(Struct.newBuilder()
                        .putFields("a", Value.newBuilder().setBoolValue(true).build())
                        .build())))
                .isEqualTo("{\"a\":true}");
        assertThat(find.apply(response(Order.getDefaultInstance()))).isEqualTo("{}");
        assertThat(find.apply(response("no message"))).isNull();
    }

    private static GrpcResponse<Object> response(Object message) {
        return new GrpcResponse<>(null, message, 1, null, null, null);
    }
}
