package dev.yodel.grpc.dynamic.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import dev.yodel.grpc.dynamic.shop.Color;
import dev.yodel.grpc.dynamic.shop.Customer;
import dev.yodel.grpc.dynamic.shop.Money;
import dev.yodel.grpc.dynamic.shop.Order;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Templates with placeholders. */
class PlaceholderTest {
    private static final Schema SCHEMA = TestSchemas.DYNAMIC;

    @Test
    void names_its_expressions_in_order_and_keeps_repetitions() {
        MessageTemplate<?> template = template(
                "{\"stringValue\": \"#{a} and #{b}\", \"int32Value\": #{c}, \"names\": [\"#{randomUuid()}\", \"#{randomUuid()}\"]}");
        assertThat(template.expressions())
                .containsExactly("#{a}", "#{b}", "#{c}", "#{randomUuid()}", "#{randomUuid()}");
        assertThat(template.isConstant()).isFalse();
        assertThatThrownBy(() -> template.evaluate(new Object[1])).hasMessage("values: 1 (expected: 5)");
    }

    @Test
    void a_string_is_the_value_of_a_message_that_json_writes_as_a_string() {
        assertThat(whole(StringValue.getDefaultInstance(), "b")).isEqualTo(StringValue.of("b"));
        assertThat(whole(StringValue.getDefaultInstance(), "{}")).isEqualTo(StringValue.of("{}"));
        assertThat(whole(Int64Value.getDefaultInstance(), "42")).isEqualTo(Int64Value.of(42));
        assertThat(whole(Timestamp.getDefaultInstance(), "1970-01-01T00:00:01Z"))
                .isEqualTo(Timestamp.newBuilder().setSeconds(1).build());
        assertThat(whole(Customer.getDefaultInstance(), "{\"firstName\": \"Ada\"}"))
                .isEqualTo(Customer.newBuilder().setFirstName("Ada").build());
    }

    private static Message whole(Message prototype, Object value) {
        return MessageTemplate.parse("\"#{v}\"", prototype, SCHEMA).evaluate(new Object[] {value});
    }

    @Test
    void converts_a_value_to_the_type_of_its_field() {
        assertOrder("{\"int64Value\": \"#{v}\"}", "42", "{\"int64Value\": \"42\"}");
        assertOrder("{\"int64Value\": #{v}}", 42, "{\"int64Value\": \"42\"}");
        assertOrder("{\"int32Value\": #{v}}", 42L, "{\"int32Value\": 42}");
        assertOrder("{\"int32Value\": #{v}}", (short) 42, "{\"int32Value\": 42}");
        assertOrder("{\"int32Value\": #{v}}", 42.0, "{\"int32Value\": 42}");
        assertOrder(
                "{\"uint64Value\": #{v}}", BigInteger.ONE.shiftLeft(63), "{\"uint64Value\": \"9223372036854775808\"}");
        assertOrder("{\"doubleValue\": #{v}}", "1.5", "{\"doubleValue\": 1.5}");
        assertOrder("{\"doubleValue\": #{v}}", 0.5f, "{\"doubleValue\": 0.5}");
        assertOrder("{\"floatValue\": #{v}}", 0.5, "{\"floatValue\": 0.5}");
        assertOrder("{\"boolValue\": #{v}}", "true", "{\"boolValue\": true}");
        assertOrder("{\"boolValue\": \"#{v}\"}", true, "{\"boolValue\": true}");
        assertOrder("{\"stringValue\": \"#{v}\"}", 42, "{\"stringValue\": \"42\"}");
        assertOrder("{\"bytesValue\": \"#{v}\"}", new byte[] {1, 2}, "{\"bytesValue\": \"AQI=\"}");
        assertOrder("{\"bytesValue\": \"#{v}\"}", ByteString.copyFrom(new byte[] {1}), "{\"bytesValue\": \"AQ==\"}");
        assertOrder("{\"bytesValue\": \"#{v}\"}", "AQI=", "{\"bytesValue\": \"AQI=\"}");
        assertOrder("{\"color\": \"#{v}\"}", "RED", "{\"color\": \"RED\"}");
        assertOrder("{\"color\": #{v}}", 2, "{\"color\": \"BLUE\"}");
        assertOrder("{\"color\": #{v}}", Color.BLUE, "{\"color\": \"BLUE\"}");
        assertOrder("{\"color\": #{v}}", Color.RED.getValueDescriptor(), "{\"color\": \"RED\"}");
    }

    @Test
    void leaves_a_field_unset_for_null() {
        assertOrder("{\"int64Value\": #{v}, \"boolValue\": true}", null, "{\"boolValue\": true}");
        assertOrder("{\"maybe\": #{v}}", null, "{}");
        assertOrder("{\"customer\": #{v}}", null, "{}");
        assertOrder("{\"numbers\": #{v}}", null, "{}");
        assertOrder("{\"value\": #{v}}", null, "{\"value\": null}");
    }

    @Test
    void inserts_values_into_a_longer_text() {
        assertOrder("{\"stringValue\": \"Dear #{v}!\"}", "Ada", "{\"stringValue\": \"Dear Ada!\"}");
        assertOrder("{\"int64Value\": \"4#{v}\"}", 2, "{\"int64Value\": \"42\"}");
        assertOrder("{\"at\": \"#{v}T00:00:00Z\"}", "2026-01-31", "{\"at\": \"2026-01-31T00:00:00Z\"}");
        assertOrder("{\"stringWrapper\": \"<#{v}>\"}", "x", "{\"stringWrapper\": \"<x>\"}");
        assertOrder("{\"value\": \"<#{v}>\"}", "x", "{\"value\": \"<x>\"}");
        assertOrder("{\"stringValue\": \"##{v} #{v}\"}", "x", "{\"stringValue\": \"#{v} x\"}");
    }

    @Test
    void takes_lists_of_any_kind() {
        String numbers = "{\"numbers\": [1, 2]}";
        assertOrder("{\"numbers\": \"#{v}\"}", List.of(1, "2"), numbers);
        assertOrder("{\"numbers\": #{v}}", new int[] {1, 2}, numbers);
        assertOrder("{\"numbers\": #{v}}", new Object[] {1, 2L}, numbers);
        assertOrder("{\"numbers\": #{v}}", "[1, 2]", numbers);
        assertOrder("{\"names\": #{v}}", Set.of("a"), "{\"names\": [\"a\"]}");
        assertOrder("{\"names\": [\"x\", \"#{v}\", \"-#{v}\"]}", "a b", "{\"names\": [\"x\", \"a b\", \"-a b\"]}");
        assertOrder("{\"customers\": #{v}}", List.of(Map.of("id", 1)), "{\"customers\": [{\"id\": \"1\"}]}");
    }

    @Test
    void takes_maps_in_place_of_maps_and_messages() {
        assertOrder("{\"counts\": #{v}}", Map.of("a", 1), "{\"counts\": {\"a\": \"1\"}}");
        assertOrder("{\"counts\": #{v}}", "{\"a\": 1}", "{\"counts\": {\"a\": \"1\"}}");
        assertOrder("{\"byId\": #{v}}", Map.of(7, Map.of("id", 8)), "{\"byId\": {\"7\": {\"id\": \"8\"}}}");
        assertOrder("{\"customer\": #{v}}", Map.of("first_name", "Ada"), "{\"customer\": {\"firstName\": \"Ada\"}}");
        assertOrder("{\"customer\": \"#{v}\"}", "{\"id\": 3}", "{\"customer\": {\"id\": \"3\"}}");
        assertOrder("{\"struct\": #{v}}", Map.of("a", List.of(1, true)), "{\"struct\": {\"a\": [1, true]}}");
        assertOrder("{\"value\": #{v}}", List.of("x"), "{\"value\": [\"x\"]}");
        assertOrder("{\"value\": #{v}}", "[not JSON", "{\"value\": \"[not JSON\"}");
    }

    @Test
    void takes_messages_of_any_class() {
        Customer customer = Customer.newBuilder().setId(3).build();
        assertOrder("{\"customer\": #{v}}", customer, "{\"customer\": {\"id\": \"3\"}}");
        assertOrder("{\"customers\": #{v}}", List.of(customer), "{\"customers\": [{\"id\": \"3\"}]}");
        assertOrder(
                "{\"any\": #{v}}",
                customer,
                "{\"any\": {\"@type\": \"type.googleapis.com/shop.v1.Customer\", \"id\": \"3\"}}");
        assertOrder(
                "{\"any\": #{v}}",
                Any.pack(customer),
                "{\"any\": {\"@type\": \"type.googleapis.com/shop.v1.Customer\", \"id\": \"3\"}}");
        assertOrder(
                "{\"at\": #{v}}", Timestamp.newBuilder().setSeconds(1).build(), "{\"at\": \"1970-01-01T00:00:01Z\"}");
        assertOrder("{\"took\": #{v}}", Duration.newBuilder().setSeconds(1).build(), "{\"took\": \"1s\"}");
    }

    @Test
    void takes_javas_times() {
        assertOrder("{\"at\": #{v}}", Instant.ofEpochSecond(1, 5), "{\"at\": \"1970-01-01T00:00:01.000000005Z\"}");
        assertOrder("{\"took\": #{v}}", java.time.Duration.ofMillis(-1_500), "{\"took\": \"-1.500s\"}");
        assertOrder("{\"took\": #{v}}", java.time.Duration.ofMillis(2_500), "{\"took\": \"2.500s\"}");
    }

    @Test
    void finds_placeholders_at_any_depth() {
        assertOrder(
                "{\"customer\": {\"id\": 1, \"friend\": {\"friend\": {\"id\": #{v}}}}}",
                5,
                "{\"customer\": {\"id\": 1, \"friend\": {\"friend\": {\"id\": \"5\"}}}}");
        assertOrder(
                "{\"customers\": [{\"id\": 1}, {\"id\": #{v}}]}", 5, "{\"customers\": [{\"id\": 1}, {\"id\": \"5\"}]}");
        assertOrder("{\"counts\": {\"a\": 1, \"b\": #{v}}}", 5, "{\"counts\": {\"a\": 1, \"b\": 5}}");
        assertOrder("{\"counts\": {\"#{v}\": 1, \"x-#{v}\": 2}}", "k", "{\"counts\": {\"k\": 1, \"x-k\": 2}}");
        assertOrder("{\"byId\": {\"#{v}\": {\"id\": #{v}}}}", "3", "{\"byId\": {\"3\": {\"id\": 3}}}");
        assertOrder("{\"struct\": {\"a\": [{\"#{v}\": \"#{v}\"}]}}", "k", "{\"struct\": {\"a\": [{\"k\": \"k\"}]}}");
        assertOrder("{\"int64Wrapper\": #{v}}", "5", "{\"int64Wrapper\": \"5\"}");
        assertOrder(
                "{\"any\": {\"@type\": \"x/shop.v1.Customer\", \"id\": 1, \"friend\": {\"firstName\": \"#{v}\"}}}",
                "Ada",
                "{\"any\": {\"@type\": \"x/shop.v1.Customer\", \"id\": 1, \"friend\": {\"firstName\": \"Ada\"}}}");
        assertOrder(
                "{\"any\": {\"@type\": \"x/google.protobuf.Duration\", \"value\": \"#{v}\"}}",
                "5s",
                "{\"any\": {\"@type\": \"x/google.protobuf.Duration\", \"value\": \"5s\"}}");
        assertOrder(
                "{\"anys\": [{\"@type\": \"x/shop.v1.Money\", \"units\": #{v}}, {\"@type\": \"x/shop.v1.Money\"}]}",
                5,
                "{\"anys\": [{\"@type\": \"x/shop.v1.Money\", \"units\": 5}, {\"@type\": \"x/shop.v1.Money\"}]}");
    }

    @Test
    void takes_a_whole_message_as_a_value() {
        assertOrder("#{v}", Map.of("int32Value", 1), "{\"int32Value\": 1}");
        assertOrder("\"#{v}\"", "{\"int32Value\": 1}", "{\"int32Value\": 1}");
        assertOrder("#{v}", Order.newBuilder().setInt32Value(1).build(), "{\"int32Value\": 1}");
        assertBad("#{v}", 5, "message: 5 (expected: shop.v1.Order, a JSON object)");
    }

    @Test
    void does_not_look_for_placeholders_in_values() {
        assertOrder("{\"stringValue\": \"#{v}\"}", "#{x}", "{\"stringValue\": \"#{x}\"}");
        assertOrder("{\"struct\": #{v}}", "{\"a\": \"#{x}\"}", "{\"struct\": {\"a\": \"#{x}\"}}");
    }

    @Test
    void names_the_field_the_value_and_the_type_that_is_expected() {
        assertBad("{\"customer\": {\"id\": \"#{v}\"}}", "abc", "field customer.id: \"abc\" (expected: int64)");
        assertBad("{\"customer\": {\"id\": \"4#{v}\"}}", "x", "field customer.id: \"4x\" (expected: int64)");
        assertBad("{\"customer\": #{v}}", Map.of("id", "x"), "field customer.id: \"x\" (expected: int64)");
        assertBad(
                "{\"customer\": #{v}}",
                "{\"id\": ",
                "field customer: \"{\"id\": \" (expected: shop.v1.Customer as JSON;"
                        + " JSON line 1, column 8: the end (expected: a value))");
        assertBad("{\"customer\": #{v}}", 5, "field customer: 5 (expected: shop.v1.Customer, a JSON object)");
        assertBad(
                "{\"customer\": #{v}}",
                Money.newBuilder().setUnits(1).build(),
                "field customer: \"units: 1\\n\" (expected: shop.v1.Customer, a JSON object)");
        assertBad("{\"numbers\": #{v}}", Arrays.asList(1, "x"), "field numbers[1]: \"x\" (expected: int32)");
        assertBad("{\"numbers\": #{v}}", 5, "field numbers: 5 (expected: a list of int32)");
        assertBad(
                "{\"numbers\": [1, #{v}]}", null, "field numbers[1]: null (expected: a value, as lists have no null)");
        assertBad("{\"counts\": {\"a\": #{v}}}", null, "field counts[\"a\"]: null (expected: int64)");
        assertBad(
                "{\"stringValue\": \"a#{v}\"}",
                null,
                "field stringValue: null (expected: a value, as it is part of a longer text)");
        assertBad("{\"stringValue\": \"#{v}\"}", List.of("a"), "field stringValue: \"[a]\" (expected: string)");
        assertBad("{\"bytesValue\": \"#{v}\"}", 5, "field bytesValue: 5 (expected: bytes in base64)");
        assertBad(
                "{\"any\": {\"@type\": \"x/shop.v1.Customer\", \"id\": #{v}}}",
                "x",
                "field any.id: \"x\" (expected: int64)");
        assertBad(
                "{\"took\": \"#{v}\"}",
                "soon",
                "field took: \"soon\" (expected: google.protobuf.Duration, for example \"1.5s\")");
    }

    @Test
    void names_a_required_field_that_has_no_value() {
        MessageTemplate<?> template = MessageTemplate.parse("{\"id\": #{v}}", SCHEMA.message("legacy.Filing"), SCHEMA);
        assertThatThrownBy(() -> template.evaluate(new @Nullable Object[] {null}))
                .hasMessage("field id: null (expected: int64, as the field is required)");
    }

    @Test
    void fills_extensions_and_groups() {
        MessageTemplate<?> template = MessageTemplate.parse(
                "{\"id\": 1, \"detail\": {\"text\": \"#{v}\"}, \"[legacy.more.Stamp.stamp]\": {\"by\": \"#{v}\"}}",
                SCHEMA.message("legacy.Filing"),
                SCHEMA);
        assertThat(JsonPrinter.of(SCHEMA).print(template.evaluate(name -> "x")))
                .isEqualTo("{\"id\":\"1\",\"detail\":{\"text\":\"x\"},\"[legacy.more.Stamp.stamp]\":{\"by\":\"x\"}}");
    }

    @Test
    void does_not_change_messages_it_returned_before() {
        MessageTemplate<?> template = template("{\"customer\": {\"id\": #{v}}, \"numbers\": [7, #{v}]}");
        List<Message> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int value = i;
            made.add(template.evaluate(name -> value));
        }
        assertThat(made)
                .extracting(message -> JsonPrinter.of(SCHEMA).print(message))
                .containsExactly(
                        "{\"customer\":{},\"numbers\":[7,0]}",
                        "{\"customer\":{\"id\":\"1\"},\"numbers\":[7,1]}",
                        "{\"customer\":{\"id\":\"2\"},\"numbers\":[7,2]}");
    }

    private static MessageTemplate<?> template(String json) {
        return MessageTemplate.parse(json, SCHEMA.message("shop.v1.Order"), SCHEMA);
    }

    /** Asserts the message, dynamic and generated. */
    private static void assertOrder(String json, @Nullable Object value, String expectedJson) {
        Order.Builder expected = Order.newBuilder();
        Map<String, @Nullable Object> session = new HashMap<>();
        session.put("#{v}", value);
        try {
            JsonFormat.parser().usingTypeRegistry(TestSchemas.TYPES).merge(expectedJson, expected);
            assertThat(Order.parseFrom(template(json).evaluate(session::get).toByteString()))
                    .as(json)
                    .isEqualTo(expected.build());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(json, e);
        }
        assertThat(MessageTemplate.parse(json, Order.getDefaultInstance(), TestSchemas.GENERATED)
                        .evaluate(session::get))
                .as("generated: " + json)
                .isEqualTo(expected.build());
    }

    private static void assertBad(String json, @Nullable Object value, String message) {
        MessageTemplate<?> template = template(json);
        assertThatThrownBy(() -> template.evaluate(name -> value))
                .as(json)
                .isInstanceOf(SchemaException.class)
                .hasMessage(message);
    }
}
