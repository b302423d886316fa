package dev.yodel.grpc.dynamic.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.yodel.grpc.dynamic.json.MessageTemplate;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import dev.yodel.grpc.dynamic.shop.Customer;
import dev.yodel.grpc.dynamic.shop.Order;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldPathTest {
    private static final String JSON = """
            {"int32Value": -1, "int64Value": 2, "uint32Value": 4294967295, "uint64Value": 18446744073709551615,
             "floatValue": 0.1, "doubleValue": 0.2, "boolValue": true, "stringValue": "s", "bytesValue": "AQ==",
             "color": "BLUE", "colors": ["RED", 99],
             "customer": {"id": 1, "friend": {"firstName": "Ada"}},
             "customers": [{"id": 10}, {"id": 11}],
             "numbers": [5, 6, 7],
             "counts": {"a": 1, "b.c\\"]": 2}, "byId": {"-3": {"id": 30}}, "byFlag": {"true": "RED"},
             "cash": {"units": 9}, "int64Wrapper": "8", "at": "1970-01-01T00:00:05Z",
             "any": {"@type": "x/shop.v1.Customer", "id": 3, "friend": {"id": 4}},
             "struct": {"k": "v"}}
            """;

    @Test
    void takes_scalars_as_plain_java() {
        assertValue("int32_value", -1);
        assertValue("int64_value", 2L);
        assertValue("uint32_value", 4_294_967_295L);
        assertValue("uint64_value", BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
        assertValue("float_value", 0.1);
        assertValue("double_value", 0.2);
        assertValue("bool_value", true);
        assertValue("string_value", "s");
        assertValue("bytes_value", ByteString.copyFrom(new byte[] {1}));
        assertValue("color", "BLUE");
        assertValue("int64_wrapper", 8L);
        assertValue("stringValue", "s");
    }

    @Test
    void walks_messages_lists_and_maps() {
        assertValue("customer.id", 1L);
        assertValue("customer.friend.first_name", "Ada");
        assertValue("customers[1].id", 11L);
        assertValue("customers[-1].id", 11L);
        assertValue("numbers[0]", 5);
        assertValue("colors[1]", "99");
        assertValue("counts[\"a\"]", 1L);
        assertValue("counts[\"b.c\\\"]\"]", 2L);
        assertValue("by_id[-3].id", 30L);
        assertValue("by_flag[true]", "RED");
        assertValue("at.seconds", 5L);
        assertValue("struct.fields[\"k\"].string_value", "v");
    }

    @Test
    void takes_whole_lists_maps_and_messages() {
        assertValue("numbers", List.of(5, 6, 7));
        assertValue("colors", List.of("RED", "99"));
        assertValue("counts", Map.of("a", 1L, "b.c\"]", 2L));
        assertValue("by_flag", Map.of(true, "RED"));
        assertThat(value("customer", dynamic())).isInstanceOf(Message.class);
        assertThat(value("customer", generated()))
                .isEqualTo(Customer.newBuilder()
                        .setId(1)
                        .setFriend(Customer.newBuilder().setFirstName("Ada"))
                        .build());
    }

    @Test
    void continues_inside_an_any() {
        assertValue("any.friend.id", 4L);
        assertValue("any.type_url", "x/shop.v1.Customer");
        assertValue("any.no_such_field", null);
    }

    @Test
    void is_null_if_something_on_the_path_is_absent() {
        assertValue("maybe", null);
        assertValue("card", null);
        assertValue("customer.friend.friend.id", null);
        assertValue("customers[2].id", null);
        assertValue("customers[-3].id", null);
        assertValue("counts[\"z\"]", null);
        assertValue("took", null);
        assertValue("took.seconds", null);
    }

    @Test
    void has_the_default_of_a_field_without_presence() {
        assertValue("sint32_value", 0);
        assertValue("names", List.of());
        assertValue("customer.first_name", "");
    }

    @Test
    void finds_extensions() {
        Schema schema = TestSchemas.DYNAMIC;
        Message filing = MessageTemplate.parse(
                        "{\"id\": 1, \"[legacy.more.Stamp.stamp]\": {\"by\": \"me\"}, \"[legacy.more.tags]\": [\"a\"]}",
                        schema.message("legacy.Filing"),
                        schema)
                .evaluate(new Object[0]);
        assertThat(FieldPath.compile("[legacy.more.Stamp.stamp].by", filing.getDescriptorForType(), schema)
                        .value(filing))
                .isEqualTo("me");
        assertThat(FieldPath.compile("[legacy.more.tags][0]", filing.getDescriptorForType(), schema)
                        .value(filing))
                .isEqualTo("a");
    }

    @Test
    void takes_only_the_last_of_two_entries_with_one_key() throws TextFormat.ParseException {
        Message.Builder order = Order.getDefaultInstance().newBuilderForType();
        TextFormat.merge("counts { key: 'a' value: 1 }", order);
        Message twice = dynamicOf(order.build()
                .toByteString()
                .concat(Order.newBuilder().putCounts("a", 2).build().toByteString()));
        assertThat(value("counts[\"a\"]", twice)).isEqualTo(2L);
    }

    @Test
    void names_an_unknown_path_when_it_is_compiled() {
        assertBad("custmer.id", "path: custmer.id: custmer is unknown to shop.v1.Order", "did you mean customer?");
        assertBad("customer.nam", "path: customer.nam: nam is unknown to shop.v1.Customer", "first_name");
        assertBad("string_value.x", "path: string_value.x: x (expected: no further step after a scalar)", "");
        assertBad("customers.id", "path: customers.id: id (expected: an index or a key in brackets)", "");
        assertBad("customer[0]", "path: customer[0]: 0 (expected: an index or key only after a list or map)", "");
        assertBad("numbers[0][1]", "path: numbers[0][1]: 1 (expected: an index or key only after a list or map)", "");
        assertBad("numbers[one]", "path: numbers[one]: one (expected: an index)", "");
        assertBad("numbers[\"1\"]", "path: numbers[\"1\"]: 1 (expected: an index)", "");
        assertBad("counts[a]", "path: counts[a]: a (expected: a key of type string, in quotes)", "");
        assertBad("by_id[\"1\"]", "path: by_id[\"1\"]: 1 (expected: a key of type int32, without quotes)", "");
        assertBad("by_id[x]", "path: by_id[x]: x (expected: a key of type int32)", "");
        assertBad("", "path: : the end at 0 (expected: the name of a field)", "");
        assertBad("a..b", "path: a..b: '.' at 2 (expected: the name of a field)", "");
        assertBad("a b", "path: a b: ' ' at 1 (expected: . or [)", "");
        assertBad("a[", "path: a[: the end at 2 (expected: an index or a key, and ])", "");
        assertBad("a[\"x", "path: a[\"x: the end at 4 (expected: ])", "");
        assertBad("[a", "path: [a: '[' at 0 (expected: ] after the name of an extension)", "");
    }

    @Test
    void is_checked_with_the_first_message_if_the_type_is_not_known_before() {
        FieldPath path = FieldPath.lazy("customer.id", TestSchemas.GENERATED);
        assertThat(path.value(dynamic())).isEqualTo(1L);
        assertThat(path.value(generated())).isEqualTo(1L);
        assertThatThrownBy(() -> path.value(Customer.getDefaultInstance()))
                .hasMessageStartingWith("path: customer.id: customer is unknown to shop.v1.Customer");
        assertThatThrownBy(() -> FieldPath.lazy("a..b", TestSchemas.GENERATED)).isInstanceOf(SchemaException.class);
    }

    @Test
    void needs_no_schema_for_a_single_type() {
        assertThat(FieldPath.compile("customer.id", Order.getDescriptor()).value(generated()))
                .isEqualTo(1L);
        assertThat(FieldPath.compile("customer.id", Order.getDescriptor())).hasToString("customer.id");
    }

    private static Message dynamic() {
        return MessageTemplate.parse(JSON, TestSchemas.DYNAMIC.message("shop.v1.Order"), TestSchemas.DYNAMIC)
                .evaluate(new Object[0]);
    }

    private static Message generated() {
        return MessageTemplate.parse(JSON, Order.getDefaultInstance(), TestSchemas.GENERATED)
                .evaluate(new Object[0]);
    }

    private static Message dynamicOf(ByteString bytes) {
        try {
            return com.google.protobuf.DynamicMessage.parseFrom(TestSchemas.DYNAMIC.message("shop.v1.Order"), bytes);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable Object value(String path, Message message) {
        return FieldPath.compile(path, message.getDescriptorForType(), TestSchemas.DYNAMIC)
                .value(message);
    }

    private static void assertValue(String path, @Nullable Object expected) {
        assertThat(value(path, dynamic())).as(path).isEqualTo(expected);
        assertThat(value(path, generated())).as("generated: " + path).isEqualTo(expected);
    }

    private static void assertBad(String path, String start, String part) {
        assertThatThrownBy(() -> FieldPath.compile(path, Order.getDescriptor()))
                .as(path)
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining(part);
    }
}
