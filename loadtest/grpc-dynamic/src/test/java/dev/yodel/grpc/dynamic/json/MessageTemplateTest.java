package dev.yodel.grpc.dynamic.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.yodel.grpc.dynamic.legacy.Filing;
import dev.yodel.grpc.dynamic.legacy.LegacyExtensionsProto;
import dev.yodel.grpc.dynamic.legacy.Level;
import dev.yodel.grpc.dynamic.legacy.Stamp;
import dev.yodel.grpc.dynamic.modern.ModernProto;
import dev.yodel.grpc.dynamic.modern.Phase;
import dev.yodel.grpc.dynamic.modern.Trial;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import dev.yodel.grpc.dynamic.shop.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Templates without placeholders: JSON to messages. */
class MessageTemplateTest {
    private static final Schema SCHEMA = TestSchemas.DYNAMIC;
    private static final Descriptor ORDER = SCHEMA.message("shop.v1.Order");

    @Test
    void reads_what_protobufs_own_parser_reads() throws InvalidProtocolBufferException {
        for (String json : List.of(
                "{}",
                "{\"int32Value\": -1, \"int64_value\": \"-9223372036854775808\", \"uint32Value\": 4294967295}",
                "{\"uint64Value\": \"18446744073709551615\", \"sint32Value\": 1.0, \"sint64Value\": 1e3}",
                "{\"fixed32Value\": 4294967295, \"fixed64Value\": 18446744073709551615, \"sfixed32Value\": -2147483648}",
                "{\"sfixed64Value\": -5, \"floatValue\": \"NaN\", \"doubleValue\": \"-Infinity\"}",
                "{\"floatValue\": 3.4028235e38, \"doubleValue\": 1.7976931348623157e308}",
                "{\"floatValue\": \"0.1\", \"doubleValue\": \"0.1\", \"boolValue\": true, \"stringValue\": \"é😀\\n\"}",
                "{\"bytesValue\": \"AAH/\", \"color\": \"BLUE\"}",
                "{\"bytesValue\": \"_-8\", \"color\": 2}",
                "{\"color\": 77, \"colors\": [\"RED\", 2, 99]}",
                "{\"customer\": {\"id\": 1, \"firstName\": \"Ada\", \"friend\": {\"first_name\": \"Grace\"}}}",
                "{\"customer\": {}, \"customers\": [{}, {\"id\": \"7\"}], \"numbers\": [1, \"2\", 3.0], \"names\": [\"\", \"b\"]}",
                "{\"counts\": {\"a\": 1, \"\": \"2\"}, \"byId\": {\"-1\": {\"id\": 1}, \"2\": {}}, \"byFlag\": {\"true\": \"RED\"}}",
                "{\"card\": \"\", \"maybe\": 0}",
                "{\"cash\": {\"currency\": \"EUR\"}}",
                "{\"int32Value\": null, \"customer\": null, \"numbers\": null, \"counts\": null, \"card\": null, \"points\": 3}",
                "{\"at\": \"2026-01-31T12:00:00.123456789+02:00\", \"took\": \"-1.500s\", \"mask\": \"a,fooBar.baz\"}",
                "{\"struct\": {\"a\": null, \"b\": 1.5, \"c\": \"x\", \"d\": [true, {}], \"e\": {\"f\": []}}}",
                "{\"value\": null, \"values\": [null, 1, \"x\", false, [], {}], \"list\": [1, [2]], \"nothing\": null}",
                "{\"empty\": {}, \"boolWrapper\": false, \"int32Wrapper\": 0, \"int64Wrapper\": \"5\", \"uint32Wrapper\": 6}",
                "{\"uint64Wrapper\": \"7\", \"floatWrapper\": \"Infinity\", \"doubleWrapper\": 2.5, \"stringWrapper\": \"\"}",
                "{\"bytesWrapper\": \"\", \"boolWrapper\": null}",
                "{\"any\": {\"@type\": \"type.googleapis.com/shop.v1.Customer\", \"id\": 3}}",
                "{\"any\": {\"id\": 3, \"friend\": {\"id\": 4}, \"@type\": \"example.com/x/shop.v1.Customer\"}}",
                "{\"any\": {\"@type\": \"type.googleapis.com/google.protobuf.Duration\", \"value\": \"2s\"}}",
                "{\"any\": {\"@type\": \"type.googleapis.com/google.protobuf.Int64Value\", \"value\": \"9\"}}",
                "{\"any\": {\"@type\": \"type.googleapis.com/google.protobuf.Struct\", \"value\": {\"a\": 1}}}",
                "{\"any\": {\"@type\": \"type.googleapis.com/google.protobuf.Empty\"}}",
                "{\"anys\": [{}, {\"@type\": \"type.googleapis.com/google.protobuf.Any\","
                        + " \"value\": {\"@type\": \"type.googleapis.com/shop.v1.Money\", \"units\": 1}}]}",
                "{\"any\": {\"@type\": \"type.googleapis.com/google.rpc.ErrorInfo\", \"reason\": \"R\", \"metadata\": {\"k\": \"v\"}}}")) {
            Order.Builder expected = Order.newBuilder();
            JsonFormat.parser().usingTypeRegistry(TestSchemas.TYPES).merge(json, expected);
            assertThat(Order.parseFrom(order(json).toByteString())).as(json).isEqualTo(expected.build());
            assertThat(MessageTemplate.parse(json, Order.getDefaultInstance(), TestSchemas.GENERATED)
                            .evaluate(new Object[0]))
                    .as("generated: " + json)
                    .isEqualTo(expected.build());
        }
    }

    @Test
    void returns_the_same_instance_each_time() {
        MessageTemplate<DynamicMessage> template =
                MessageTemplate.parse("{\"int32Value\": 1}", SCHEMA.message("shop.v1.Order"), SCHEMA);
        assertThat(template.isConstant()).isTrue();
        assertThat(template.expressions()).isEmpty();
        assertThat(template.evaluate(new Object[0])).isSameAs(template.evaluate(new Object[0]));
    }

    @Test
    void reads_proto_2_with_groups_extensions_and_required_fields() throws InvalidProtocolBufferException {
        DynamicMessage message = of("legacy.Filing", """
                {"id": "5", "level": "LOW", "packed": [1, 2], "part": {"name": "p"},
                 "detail": {"text": "t", "line": [{"number": 1}, {"number": 2}]},
                 "[legacy.more.priority]": 7, "[legacy.more.tags]": ["a", "b"],
                 "[legacy.more.Stamp.stamp]": {"by": "me"}, "[legacy.more.urgency]": 2}
                """);
        Filing.Builder expected = Filing.newBuilder()
                .setId(5)
                .setLevel(Level.LOW)
                .addPacked(1)
                .addPacked(2)
                .setPart(Filing.Part.newBuilder().setName("p"))
                .setDetail(Filing.Detail.newBuilder()
                        .setText("t")
                        .addLine(Filing.Detail.Line.newBuilder().setNumber(1))
                        .addLine(Filing.Detail.Line.newBuilder().setNumber(2)))
                .setExtension(LegacyExtensionsProto.priority, 7)
                .addExtension(LegacyExtensionsProto.tags, "a")
                .addExtension(LegacyExtensionsProto.tags, "b")
                .setExtension(Stamp.stamp, Stamp.newBuilder().setBy("me").build())
                .setExtension(LegacyExtensionsProto.urgency, Level.HIGH);
        assertThat(Filing.parseFrom(message.toByteString(), TestSchemas.GENERATED.extensionRegistry())
                        .toByteString())
                .isEqualTo(expected.build().toByteString());
    }

    @Test
    void reads_edition_2023_with_its_features() throws InvalidProtocolBufferException {
        DynamicMessage message = of("modern.Trial", """
                {"needed": "", "explicitNumber": 0, "implicitNumber": 0, "phase": "DONE", "expanded": [1, 2],
                 "sample": {"weight": 1.5}, "samples": [{}, {"weight": 2}], "byName": {"a": {"weight": 3}},
                 "[modern.note]": "n"}
                """);
        Trial expected = Trial.newBuilder()
                .setNeeded("")
                .setExplicitNumber(0)
                .setPhase(Phase.DONE)
                .addExpanded(1)
                .addExpanded(2)
                .setSample(Trial.Sample.newBuilder().setWeight(1.5))
                .addSamples(Trial.Sample.getDefaultInstance())
                .addSamples(Trial.Sample.newBuilder().setWeight(2))
                .putByName("a", Trial.Sample.newBuilder().setWeight(3).build())
                .setExtension(ModernProto.note, "n")
                .build();
        // The same bytes, so the sample is delimited by tags as its feature says, and not by its length.
        assertThat(message.toByteString()).isEqualTo(expected.toByteString());
    }

    @Test
    void names_the_field_the_value_and_the_type_that_is_expected() {
        assertBad("5", "message: 5 (expected: shop.v1.Order, a JSON object)");
        assertBad("null", "message: null (expected: shop.v1.Order, a JSON object)");
        assertBad("{\"customer\": {\"id\": \"abc\"}}", "field customer.id: \"abc\" (expected: int64)");
        assertBad("{\"customers\": [{}, {\"id\": true}]}", "field customers[1].id: true (expected: int64)");
        assertBad("{\"byId\": {\"1\": {\"id\": []}}}", "field byId[\"1\"].id: \"[]\" (expected: int64)");
        assertBad("{\"byId\": {\"one\": {}}}", "field byId[\"one\"]: \"one\" (expected: int32)");
        assertBad("{\"byFlag\": {\"yes\": 1}}", "field byFlag[\"yes\"]: \"yes\" (expected: bool)");
        assertBad("{\"int32Value\": 2147483648}", "field int32Value: 2147483648 (expected: int32)");
        assertBad("{\"int32Value\": 1.5}", "field int32Value: 1.5 (expected: int32)");
        assertBad("{\"int32Value\": \"\"}", "field int32Value: \"\" (expected: int32)");
        assertBad("{\"uint32Value\": -1}", "field uint32Value: -1 (expected: uint32)");
        assertBad(
                "{\"uint64Value\": 18446744073709551616}",
                "field uint64Value: 18446744073709551616 (expected: uint64)");
        assertBad("{\"int64Value\": 1e2000000000}", "field int64Value: 1e2000000000 (expected: int64)");
        assertBad("{\"floatValue\": 1e39}", "field floatValue: 1e39 (expected: float)");
        assertBad("{\"doubleValue\": \"one\"}", "field doubleValue: \"one\" (expected: double)");
        assertBad("{\"boolValue\": 1}", "field boolValue: 1 (expected: bool)");
        assertBad("{\"stringValue\": [\"a\"]}", "field stringValue: \"[a]\" (expected: string)");
        assertBad("{\"bytesValue\": \"?\"}", "field bytesValue: \"?\" (expected: bytes in base64)");
        assertBad(
                "{\"color\": \"GREEN\"}",
                "field color: \"GREEN\" (expected: shop.v1.Color: COLOR_UNSPECIFIED, RED, BLUE)");
        assertBad("{\"customer\": \"Ada\"}", "field customer: \"Ada\" (expected: shop.v1.Customer, a JSON object)");
        assertBad("{\"numbers\": 1}", "field numbers: 1 (expected: a list of int32)");
        assertBad("{\"numbers\": [1, null]}", "field numbers[1]: null (expected: int32)");
        assertBad("{\"counts\": [1]}", "field counts: \"[1]\" (expected: a map of string to int64)");
        assertBad("{\"counts\": {\"a\": null}}", "field counts[\"a\"]: null (expected: int64)");
        assertBad(
                "{\"at\": \"yesterday\"}",
                "field at: \"yesterday\" (expected: google.protobuf.Timestamp, for example \"2026-01-31T12:00:00Z\")");
        assertBad("{\"took\": 5}", "field took: 5 (expected: google.protobuf.Duration, for example \"1.5s\")");
        assertBad("{\"int64Wrapper\": \"x\"}", "field int64Wrapper: \"x\" (expected: int64)");
        assertBad(
                "{\"card\": \"1\", \"points\": 2}",
                "field points: 2 (expected: one field of oneof shop.v1.Order.payment)");
        assertBad(
                "{\"int32Value\": 1, \"int32_value\": 2}",
                "field int32_value: 2 (expected: field shop.v1.Order.int32_value once)");
        assertBad("{\"#{name}\": 1}", "message: \"#{name}\" (expected: a constant field name of shop.v1.Order)");
    }

    @Test
    void suggests_the_nearest_field() {
        assertThatThrownBy(() -> order("{\"customer\": {\"firstname\": 1}}"))
                .hasMessage("field customer.firstname: unknown to shop.v1.Customer (expected: firstName, friend, id;"
                        + " did you mean firstName?)");
        assertThatThrownBy(() -> of("legacy.Filing", "{\"id\": 1, \"[legacy.priority]\": 1}"))
                .hasMessageStartingWith("field [legacy.priority]: unknown to legacy.Filing")
                .hasMessageContaining("[legacy.more.priority]");
    }

    @Test
    void names_the_mistake_in_an_any() {
        assertBad(
                "{\"any\": {\"id\": 1}}", "field any.@type: null (expected: the constant full name of a message type)");
        assertBad(
                "{\"any\": {\"@type\": \"#{t}\"}}",
                "field any.@type: \"#{t}\" (expected: the constant full name of a message type)");
        assertBad(
                "{\"any\": {\"@type\": \"a/no.Such\"}}",
                "field any.@type: \"a/no.Such\" (expected: a message type that reflection,"
                        + " the descriptor set or the .proto files define)");
        assertBad(
                "{\"any\": {\"@type\": \"x/shop.v1.Customer\", \"id\": \"abc\"}}",
                "field any.id: \"abc\" (expected: int64)");
        assertBad("{\"any\": 5}", "field any: 5 (expected: google.protobuf.Any, a JSON object with \"@type\")");
    }

    @Test
    void names_a_required_field_that_is_missing() {
        assertThatThrownBy(() -> of("legacy.Filing", "{}"))
                .hasMessage("field id: null (expected: int64, as the field is required)");
        assertThatThrownBy(() -> of("legacy.Filing", "{\"id\": 1, \"detail\": {\"line\": [{}]}}"))
                .hasMessage("field detail.line[0].number: null (expected: int32, as the field is required)");
        assertThatThrownBy(() -> of("modern.Trial", "{\"needed\": null}"))
                .hasMessage("field needed: null (expected: string, as the field is required)");
    }

    @Test
    void refuses_a_number_that_a_closed_enum_does_not_have() {
        assertThatThrownBy(() -> of("legacy.Filing", "{\"id\": 1, \"level\": 9}"))
                .hasMessage("field level: 9 (expected: legacy.Level: LOW, HIGH)");
        assertThatThrownBy(() -> of("modern.Trial", "{\"needed\": \"\", \"phase\": 9}"))
                .hasMessage("field phase: 9 (expected: modern.Phase: PREPARED, DONE)");
    }

    @Test
    void keeps_the_sign_of_a_negative_zero() {
        assertThat(TestSchemas.printed(order("{\"floatValue\": -0.0, \"doubleValue\": \"-0.00e5\", \"value\": -0,"
                        + " \"values\": [-0.0, 0.0], \"floatWrapper\": -0e1, \"doubleWrapper\": -0}")))
                .isEqualTo(
                        "float_value: -0.0 double_value: -0.0 value { number_value: -0.0 } float_wrapper { value: -0.0 }"
                                + " double_wrapper { value: -0.0 } values { number_value: -0.0 } values { number_value: 0.0 }");
        assertThat(TestSchemas.printed(order("{\"int32Value\": -0, \"uint64Value\": -0.0, \"numbers\": [-0]}")))
                .isEqualTo("numbers: 0");
    }

    @Test
    void refuses_times_that_do_not_exist() {
        for (String time : List.of(
                "2023-02-29T12:00:00Z",
                "2023-13-01T12:00:00Z",
                "2023-01-01T12:00:60Z",
                "2023-01-01T24:00:00Z",
                "2023-01-01T12:60:00Z",
                "2023-01-01T12:00Z",
                "2023-01-01T12:00:00.Z",
                "2023-01-01T12:00:00.1234567890Z",
                "2023-01-01t12:00:00z",
                "2023-01-01T12:00:00",
                "0000-01-01T00:00:00Z",
                "0001-01-01T00:00:00+01:00")) {
            assertBad(
                    "{\"at\": \"" + time + "\"}",
                    "field at: \"" + time
                            + "\" (expected: google.protobuf.Timestamp, for example \"2026-01-31T12:00:00Z\")");
        }
        assertThat(TestSchemas.printed(order("{\"at\": \"2024-02-29T23:59:59.5-01:00\"}")))
                .isEqualTo("at { seconds: 1709254799 nanos: 500000000 }");
    }

    @Test
    void refuses_text_that_utf_8_cannot_encode() {
        assertBad(
                "{\"stringValue\": \"a\\ud83d\"}",
                "field stringValue: \"a\ud83d\" (expected: string, without lone surrogates)");
        assertBad(
                "{\"names\": [\"\\ude00\\ud83d\"]}",
                "field names[0]: \"\ude00\ud83d\" (expected: string, without lone surrogates)");
        assertBad(
                "{\"counts\": {\"\\ud83d\": 1}}",
                "field counts[\"\ud83d\"]: \"\ud83d\" (expected: string, without lone surrogates)");
        assertBad(
                "{\"stringWrapper\": \"\\ud83dx\"}",
                "field stringWrapper: \"\ud83dx\" (expected: string, without lone surrogates)");
        assertBad("{\"value\": \"\\ud83d\"}", "field value: \"\ud83d\" (expected: string, without lone surrogates)");
    }

    @Test
    void refuses_field_masks_that_are_not_in_lower_camel_case() {
        for (String mask : List.of("foo_bar", "a,foo_bar", "a.b_c", "a..b", "a,,b", "a b", "1a")) {
            assertBad(
                    "{\"mask\": \"" + mask + "\"}",
                    "field mask: \"" + mask
                            + "\" (expected: google.protobuf.FieldMask, for example \"name,customer.id\")");
        }
        assertThat(TestSchemas.printed(order("{\"mask\": \"\"}"))).isEqualTo("mask { }");
    }

    @Test
    void refuses_a_key_of_a_map_that_is_written_in_two_ways() {
        assertBad("{\"byId\": {\"1\": {}, \"01\": {}}}", "field byId[\"1\"]: 1 (expected: each key once)");
        assertBad("{\"byId\": {\"0\": {}, \"-0\": {}}}", "field byId[\"0\"]: 0 (expected: each key once)");
        assertThatThrownBy(() -> MessageTemplate.parse("{\"counts\": {\"#{a}\": 1, \"#{b}\": 2}}", ORDER, SCHEMA)
                        .evaluate(expression -> "same"))
                .hasMessage("field counts[\"same\"]: \"same\" (expected: each key once)");
    }

    @Test
    void refuses_a_field_that_is_given_twice_even_as_null() {
        assertBad(
                "{\"int32Value\": 1, \"int32_value\": null}",
                "field int32_value: null (expected: field shop.v1.Order.int32_value once)");
        assertThat(TestSchemas.printed(order("{\"card\": null, \"points\": 2}")))
                .isEqualTo("points: 2");
    }

    @Test
    void refuses_durations_that_would_lose_digits() {
        for (String length : List.of("1.1234567891s", "1.0000000000s", ".5s", "1", "1 s", "\u0661s", "1.-5s")) {
            assertBad(
                    "{\"took\": \"" + length + "\"}",
                    "field took: \"" + length + "\" (expected: google.protobuf.Duration, for example \"1.5s\")");
        }
        assertThat(TestSchemas.printed(order("{\"took\": \"-1.123456789s\"}")))
                .isEqualTo("took { seconds: -1 nanos: -123456789 }");
    }

    @Test
    void keeps_a_number_for_a_string_as_it_is_written() {
        assertThat(TestSchemas.printed(
                        order("{\"names\": [1e2, -0, 0.10, 12345678901234567890, -0.0e1], \"stringWrapper\": 1E+2}")))
                .isEqualTo("names: \"1e2\" names: \"-0\" names: \"0.10\" names: \"12345678901234567890\""
                        + " names: \"-0.0e1\" string_wrapper { value: \"1E+2\" }");
    }

    @Test
    void refuses_null_where_a_well_known_type_needs_a_value() {
        for (String type : List.of("Int64Value", "Struct", "ListValue", "Duration")) {
            String url = "type.googleapis.com/google.protobuf." + type;
            assertThatThrownBy(() -> order("{\"any\": {\"@type\": \"" + url + "\", \"value\": null}}"))
                    .hasMessageStartingWith("field any.value: null (expected: google.protobuf." + type);
            assertThatThrownBy(() -> order("{\"any\": {\"@type\": \"" + url + "\"}}"))
                    .hasMessageStartingWith("field any.value: null (expected: google.protobuf." + type);
        }
        assertThatThrownBy(() -> of("google.protobuf.Int64Value", "null"))
                .hasMessage("message: null (expected: google.protobuf.Int64Value)");
        assertBad(
                "{\"any\": {\"@type\": \"type.googleapis.com/google.protobuf.Value\"}}",
                "field any.value: null (expected: google.protobuf.Value)");
    }

    @Test
    void reads_an_empty_message_in_an_any_as_Go_prints_it() {
        String empty = "{\"any\": {\"@type\": \"type.googleapis.com/google.protobuf.Empty\"";
        assertThat(order(empty + ", \"value\": {}}}")).isEqualTo(order(empty + "}}"));
    }

    @Test
    void reads_zero_with_any_exponent() {
        assertThat(TestSchemas.printed(order("{\"numbers\": [0e999, \"0e999\", -0e999, 0e-9999]}")))
                .isEqualTo("numbers: 0 numbers: 0 numbers: 0 numbers: 0");
    }

    @Test
    void splits_an_array_of_templates() {
        assertThat(MessageTemplate.splitArray(" [ {\"a\": #{b}} , [1,\"]\"],#{c} ,\n{}] "))
                .containsExactly("{\"a\": #{b}}", "[1,\"]\"]", "#{c}", "{}");
        assertThat(MessageTemplate.splitArray("[]")).isEmpty();
        assertThatThrownBy(() -> MessageTemplate.splitArray("{}"))
                .hasMessage("JSON line 1, column 1: '{}' (expected: an array)");
        assertThatThrownBy(() -> MessageTemplate.splitArray("[{}, , {}]"))
                .hasMessage("JSON line 1, column 6: ', {}]' (expected: a value)");
        assertThatThrownBy(() -> MessageTemplate.splitArray("[{}"))
                .hasMessage("JSON line 1, column 4: the end (expected: , or ])");
        assertThatThrownBy(() -> MessageTemplate.splitArray("[{}] {}"))
                .hasMessage("JSON line 1, column 6: '{}' (expected: the end)");
    }

    @Test
    void shows_only_the_start_of_a_long_value() {
        assertThatThrownBy(() -> order("{\"int32Value\": \"" + "9".repeat(1_000) + "\"}"))
                .hasMessage("field int32Value: \"" + "9".repeat(80) + "…\" (expected: int32)");
    }

    @Test
    void keeps_bytes_of_any_size() {
        byte[] bytes = new byte[10_000];
        String base64 = java.util.Base64.getEncoder().encodeToString(bytes);
        DynamicMessage message = order("{\"bytesValue\": \"" + base64 + "\"}");
        assertThat(message.getField(message.getDescriptorForType().findFieldByName("bytes_value")))
                .isEqualTo(ByteString.copyFrom(bytes));
    }

    private static DynamicMessage order(String json) {
        return of("shop.v1.Order", json);
    }

    private static DynamicMessage of(String type, String json) {
        return MessageTemplate.parse(json, SCHEMA.message(type), SCHEMA).evaluate(new Object[0]);
    }

    private static void assertBad(String json, String message) {
        assertThatThrownBy(() -> order(json))
                .as(json)
                .isInstanceOf(SchemaException.class)
                .hasMessage(message);
    }
}
