package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.yodel.grpc.dynamic.schema.WellKnownTypes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** JSON values at the edges of every type, valid and not. */
final class JsonValues {
    static final List<String> INTEGERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "2",
            "3",
            "99",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "4294967295",
            "4294967296",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "100000000000000000000000");

    static final List<String> DECIMALS = List.of(
            "1.0",
            "-1.00",
            "-0.0",
            "0.0",
            "0.5",
            "1.5",
            "2147483647.0",
            "1e0",
            "1e2",
            "1E2",
            "1e+2",
            "1e-2",
            "100e-2",
            "10.5e1",
            "0e0",
            "-0e5",
            "1e18",
            "1e19",
            "9.223372036854775807e18",
            "1.8446744073709551615e19",
            "1e300",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e309",
            "-1e309",
            "3.4028235e38",
            "3.4028234663852886e38",
            "3.4028235677973366e38",
            "3.4028236e38",
            "-3.5e38",
            "1e39",
            "1.4e-45",
            "1e-46",
            "4.9e-324",
            "1e-400",
            "-1e-400",
            "16777217",
            "1.00000017881393432617187499",
            "0.1",
            "0e999",
            "0e99999999",
            "1e99999999",
            "1e-99999999",
            "1e99999999999",
            "1e-9999999999");

    private static final List<String> MALFORMED_NUMBERS = List.of(
            "01",
            "-01",
            "00",
            "+1",
            ".5",
            "-.5",
            "5.",
            "1.e2",
            "1e",
            "1e+",
            "0x10",
            "1_000",
            "1f",
            "1d",
            "NaN",
            "Infinity",
            "-Infinity",
            "-",
            "--1",
            "1-",
            "\u0661");

    private static final List<String> TEXTS_LIKE_NUMBERS = List.of(
            "NaN",
            "nan",
            "-NaN",
            "Infinity",
            "-Infinity",
            "+Infinity",
            "infinity",
            "INF",
            "inf",
            " 1",
            "1 ",
            "1\\n",
            "\\u0031",
            "1\\u0000",
            "true",
            "false",
            "True",
            "TRUE",
            "t",
            "null");

    private static final List<String> WORDS =
            List.of("true", "false", "null", "True", "NULL", "tru", "truex", "nil", "");

    private static final List<String> STRINGS = List.of(
            "",
            "a",
            "\u00e9",
            "\ud83d\ude00",
            "\\u00e9",
            "\\u00E9",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00",
            "\\ud83dx",
            "\\ude00\\ud83d",
            "\\ud83d\\ud83d\\ude00",
            "\\ud83d\\u0041",
            "\\ud83d\\n",
            "\\u0000",
            "\\u007f",
            "\u007f",
            "\u0080",
            "\u2028",
            "\ufeff",
            "\uffff",
            "\\uffff",
            "\\\"\\\\\\/\\b\\f\\n\\r\\t",
            "\\x41",
            "\\a",
            "\\v",
            "\\'",
            "\\0",
            "\\u12",
            "\\u00g0",
            "\\u+041",
            "\\u\u0661\u0661\u0661\u0661",
            "\\U00000041",
            "\\",
            "\\ ",
            "\t",
            "\n",
            "\u0001",
            "'",
            "a\" \"b");

    private static final List<String> BASE64 = List.of(
            "AA==",
            "AA=",
            "AA",
            "A",
            "A===",
            "AAA=",
            "AAA",
            "AAAA",
            "AAAA=",
            "AAAA==",
            "AAAAA",
            "AAH/",
            "-_8=",
            "-_8",
            "+/8=",
            "+/8",
            "+_8",
            "-/8=",
            "AA==AA==",
            "AB==",
            "AB",
            "AAB=",
            "AAB",
            "-B",
            "-B==",
            " AA==",
            "AA== ",
            "AA\\nAA",
            "AA\\r\\n==",
            "AA=\\n=",
            "A A",
            "=",
            "==",
            "AA=A",
            "A\u00e9==",
            "AAH\\/");

    private static final List<String> ENUMS = List.of(
            "RED",
            "red",
            "COLOR_UNSPECIFIED",
            "PURPLE",
            "RED ",
            "LOW",
            "HIGH",
            "low",
            "PREPARED",
            "DONE",
            "NULL_VALUE");

    private static final List<String> TIMESTAMPS = List.of(
            "2026-01-31T12:00:00Z",
            "2024-02-29T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2000-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T23:59:60Z",
            "2016-12-31T23:59:60Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T24:00:01Z",
            "2026-01-01T12:60:00Z",
            "2026-01-01T12:00:00+02:00",
            "2026-01-01T12:00:00-00:00",
            "2026-01-01T12:00:00+14:00",
            "2026-01-01T12:00:00+18:00",
            "2026-01-01T12:00:00+18:01",
            "2026-01-01T12:00:00-19:30",
            "2026-01-01T12:00:00+23:59",
            "2026-01-01T12:00:00+24:00",
            "2026-01-01T12:00:00+24:01",
            "2026-01-01T12:00:00+00:60",
            "2026-01-01T12:00:00+25:00",
            "2026-01-01T12:00:00+99:99",
            "2026-01-01T12:00:00+0200",
            "2026-01-01T12:00:00+02",
            "2026-01-01T12:00:00",
            "2026-01-01T12:00Z",
            "2026-01-01",
            "2026-01-01 12:00:00Z",
            "2026-01-01t12:00:00Z",
            "2026-01-01T12:00:00z",
            "2026-1-1T12:00:00Z",
            "2026-01-01T1:00:00Z",
            "2026-01-01T12:00:00.Z",
            "2026-01-01T12:00:00,5Z",
            "2026-01-01T12:00:00.1Z",
            "2026-01-01T12:00:00.123Z",
            "2026-01-01T12:00:00.123456789Z",
            "2026-01-01T12:00:00.1234567890Z",
            "2026-01-01T12:00:00.1234567891Z",
            "0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00+00:01",
            "0001-01-01T00:00:00-00:01",
            "0000-12-31T23:59:59Z",
            "9999-12-31T23:59:59.999999999Z",
            "9999-12-31T23:59:59-00:01",
            "10000-01-01T00:00:00Z",
            "-001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.5Z",
            " 2026-01-31T12:00:00Z",
            "2026-01-31T12:00:00Z ",
            "\u0662026-01-31T12:00:00Z");

    private static final List<String> DURATIONS = List.of(
            "1s",
            "0s",
            "-0s",
            "1.5s",
            "-1.5s",
            "-0.5s",
            "+1s",
            "1S",
            "1",
            "s",
            ".s",
            ".5s",
            "-.5s",
            "1.s",
            "-s",
            "--1s",
            "-1.-5s",
            "1.+5s",
            "1.-5s",
            "- 1s",
            " 1s",
            "1s ",
            "1 s",
            "01s",
            "00s",
            "1e2s",
            "0x1s",
            "1.123456789s",
            "1.1234567891s",
            "1.1234567890s",
            "0.000000001s",
            "-0.000000001s",
            "315576000000s",
            "315576000000.999999999s",
            "315576000001s",
            "-315576000000s",
            "-315576000000.999999999s",
            "-315576000001s",
            "99999999999999999999s",
            "1m",
            "1h2m3s",
            "1ms",
            "\u0661s");

    private static final List<String> MASKS = List.of(
            "a,b",
            "fooBar",
            "fooBar.baz,qux",
            "foo_bar",
            "foo_Bar",
            "_foo",
            "foo_",
            "FooBar",
            "fooBAR",
            "foo1",
            "foo1Bar",
            "foo.1",
            "1foo",
            "foo..bar",
            "foo.",
            ".foo",
            "a,",
            ",a",
            "a,,b",
            ",",
            "a, b",
            " a",
            "a b",
            "a.B",
            "*",
            "f\u00e9e",
            "\u00e9",
            "a-b",
            "a[b]");

    private static final List<String> TREES = List.of(
            "{}",
            "[]",
            "[[]]",
            "[{}]",
            "[null]",
            "[1]",
            "[1,2]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1",
            "[1]]",
            "{\"a\":1}",
            "{\"a\":null}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,\"\\u0061\":2}",
            "{\"a\":1,}",
            "{,}",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{'a':1}",
            "{1:1}",
            "{\"a\":\"NaN\"}",
            "{\"a\":[1,{\"b\":[]}]}",
            "{\"\":\"\"}",
            "{\"\\ud83d\":1}",
            "{\"1\":{},\"1.0\":{}}",
            "{\"1\":{},\"01\":{}}",
            "{\"1\":1,\"2\":2}",
            "{\"true\":\"RED\",\"false\":\"BLUE\"}",
            "{\"value\":1}",
            "{\"value\":null}",
            "{\"id\":1}",
            "{\"id\":\"1\",\"firstName\":\"a\"}",
            "{\"id\":1,\"ID\":2}",
            "{\"name\":\"p\"}",
            "{\"text\":\"t\",\"line\":[{\"number\":1}]}",
            "{\"line\":[{}]}",
            "{\"Line\":[{\"number\":1}]}",
            "{\"weight\":1}",
            "{\"units\":5,\"currency\":\"EUR\"}",
            "{\"seconds\":1,\"nanos\":1}",
            "{\"paths\":[\"a\"]}",
            "{\"fields\":{}}",
            "{\"nullValue\":null}",
            "{\"@type\":\"type.googleapis.com/shop.v1.Money\"}",
            "{\"@type\":\"type.googleapis.com/shop.v1.Money\",\"units\":1}",
            "{\"@type\":1}",
            "{\"@type\":null}",
            "{\"@type\":\"\"}");

    private static final List<String> NUMBERS = distinct(
            INTEGERS,
            DECIMALS,
            MALFORMED_NUMBERS,
            WORDS,
            List.of("{}", "[]"),
            quoted(INTEGERS, DECIMALS, MALFORMED_NUMBERS, TEXTS_LIKE_NUMBERS));

    /** Every value there is. */
    static final List<String> ALL = distinct(
            INTEGERS,
            DECIMALS,
            MALFORMED_NUMBERS,
            WORDS,
            TREES,
            quoted(
                    INTEGERS,
                    DECIMALS,
                    MALFORMED_NUMBERS,
                    TEXTS_LIKE_NUMBERS,
                    STRINGS,
                    BASE64,
                    ENUMS,
                    TIMESTAMPS,
                    DURATIONS,
                    MASKS));

    private JsonValues() {}

    /** The values at the edges of a field's type, or of the elements of a list. */
    static List<String> of(FieldDescriptor field) {
        return switch (field.getType()) {
            case BOOL -> distinct(WORDS, quoted(WORDS, TEXTS_LIKE_NUMBERS), List.of("0", "1", "{}", "[]"));
            case STRING -> distinct(WORDS, List.of("1", "-0", "1e2", "{}", "[]"), quoted(STRINGS));
            case BYTES -> distinct(WORDS, List.of("1", "{}", "[]"), quoted(BASE64));
            case ENUM -> distinct(WORDS, INTEGERS, DECIMALS, List.of("{}", "[]"), quoted(ENUMS, INTEGERS));
            case MESSAGE, GROUP -> of(field.getMessageType());
            default -> NUMBERS;
        };
    }

    /** The values at the edges of a message type. */
    static List<String> of(Descriptor type) {
        if (WellKnownTypes.isWrapper(type)) {
            return of(type.findFieldByNumber(1));
        }
        return switch (type.getFullName()) {
            case WellKnownTypes.TIMESTAMP -> distinct(WORDS, quoted(TIMESTAMPS), List.of("1", "{}", "[]"));
            case WellKnownTypes.DURATION -> distinct(WORDS, quoted(DURATIONS), List.of("1", "{}", "[]"));
            case WellKnownTypes.FIELD_MASK -> distinct(WORDS, quoted(MASKS), List.of("1", "{}", "[]"));
            case WellKnownTypes.VALUE ->
                distinct(WORDS, TREES, INTEGERS, DECIMALS, MALFORMED_NUMBERS, quoted(STRINGS, TEXTS_LIKE_NUMBERS));
            default -> distinct(WORDS, TREES, List.of("1", "\"\"", "\"{}\""));
        };
    }

    @SafeVarargs
    private static List<String> distinct(List<String>... lists) {
        Set<String> values = new LinkedHashSet<>();
        for (List<String> list : lists) {
            values.addAll(list);
        }
        return List.copyOf(values);
    }

    @SafeVarargs
    private static List<String> quoted(List<String>... lists) {
        List<String> values = new ArrayList<>();
        for (List<String> list : lists) {
            list.forEach(text -> values.add("\"" + text + "\""));
        }
        return values;
    }
}
