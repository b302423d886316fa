package dev.yodel.grpc.dynamic.json;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The inputs that templates and Go's protojson treat differently on purpose, by category. RATIONALE.md has the same list. */
enum AgreedDisagreement {
    NUMBER_OR_BOOLEAN_FOR_STRING(
            Verdict.WE_ACCEPT,
            "",
            "invalid value for string field \\S+ (-?\\d|true|false)",
            "feeders have numbers for text fields; the text is sent as it is written"),
    NUMBER_AS_TEXT(
            Verdict.WE_ACCEPT,
            "",
            "invalid value for (\\w*int\\d\\d|s?fixed\\d\\d|float|double) field \\S+ " + Texts.NUMBER,
            "CSV files have +1, 01 and .5; the number is the same"),
    ENUM_NUMBER_AS_TEXT(
            Verdict.WE_ACCEPT,
            "",
            "invalid value for enum field \\S+ " + Texts.NUMBER,
            "CSV files have text only; no name starts with a digit"),
    BOOLEAN_AS_TEXT(
            Verdict.WE_ACCEPT, "", "invalid value for bool field \\S+ \"(true|false)\"", "CSV files have text only"),
    MAP_KEY_AS_NUMBER_TEXT(
            Verdict.WE_ACCEPT,
            "",
            "invalid value for \\w*int\\d\\d key: " + Texts.NUMBER,
            "keys are read as values are; a key that is written in two ways is refused"),
    DURATION_WITH_LEADING_ZERO(
            Verdict.WE_ACCEPT,
            "",
            "invalid google.protobuf.Duration value \"-?0\\d",
            "the duration is the same, and JsonFormat accepts it"),
    NULL_FOR_REPEATED_VALUE(
            Verdict.WE_ACCEPT,
            "\"values\":\\s*null",
            "unexpected token null",
            "null leaves every other repeated field unset, too"),
    CLOSED_ENUM(
            Verdict.GO_ACCEPTS,
            "",
            "-?[\\d.]+\\S* \\(expected: (legacy.Level|modern.Phase):",
            "a receiver drops the number of a closed enum that it does not know; more often it is a mistake"),
    EXPONENT_WITHOUT_DIGITS(Verdict.GO_ACCEPTS, "\\d[eE][+-]?[,}\\]\\s]", "expected: a digit", "1e is not JSON"),
    EXPONENT_BEYOND_INT(
            Verdict.GO_ACCEPTS,
            "[eE][-+]?\\d{10}",
            "expected: (a number with a smaller exponent|\\w*int\\d\\d|s?fixed\\d\\d|float|double)",
            "BigDecimal has no such exponents; Go sends zero"),
    LENIENT_TIMESTAMP(
            Verdict.GO_ACCEPTS,
            "T\\d:|\\d,\\d+Z|\\d[+-](\\d\\d:6\\d|18:\\d\\d|19:\\d\\d|2\\d:\\d\\d)",
            "expected: google.protobuf.Timestamp",
            "RFC 3339 has two digits for the hour, a point before the fraction, and 59 minutes at most;"
                    + " java.time ends at an offset of 18 hours, the world at 14"),
    DURATION_WITHOUT_SECONDS(
            Verdict.GO_ACCEPTS,
            "\"-?\\.\\d*s\"",
            "expected: google.protobuf.Duration",
            "protobuf's JSON mapping has digits before the point"),
    SPACE_IN_FIELD_MASK(
            Verdict.GO_ACCEPTS,
            "\"(\\s|\\\\[nrtf])|(\\s|\\\\[nrtf])\"",
            "expected: google.protobuf.FieldMask",
            "no field has a space in its name"),
    NEWLINE_IN_BASE64(
            Verdict.GO_ACCEPTS, "\\\\[nr]", "expected: bytes in base64", "protobuf's JSON mapping has no lines"),
    GROUP_BY_TYPE_NAME(
            Verdict.GO_ACCEPTS,
            "\"(Detail|Line|Sample)\"",
            "unknown to (legacy|modern)\\.",
            "the JSON name of a group is in lower case, and the error suggests it"),
    DEPTH(Verdict.GO_ACCEPTS, "", "expected: at most 100 levels", "protobuf's Java parser refuses deeper messages"),
    REQUIRED_FIELD_IN_ANY(
            Verdict.GO_ACCEPTS,
            "\"any\"",
            "as the field is required",
            "a receiver refuses a message without a required field"),
    PLACEHOLDER(Verdict.GO_ACCEPTS, "#\\{", "^values: ", "a template has placeholders"),
    ESCAPED_PLACEHOLDER(Verdict.MESSAGES_DIFFER, "##\\{", "", "a template has placeholders"),
    TYPE_NAME_IN_ANY(
            Verdict.MESSAGES_DIFFER,
            "\"@type\":\"[\\w.]+\"",
            "",
            "a type name without a prefix gets the usual one; Go sends a URL that receivers refuse");

    /** Texts in an error of protojson. */
    private static final class Texts {
        /** A number that is read as such, in quotes: with the digits of any script, and perhaps escaped. */
        static final String NUMBER = "\"[+-]?(\\p{Nd}|\\.|\\\\u003\\d)+([eE][+-]?\\p{Nd}+)?\"";
    }

    /** How templates and protojson disagree. */
    enum Verdict {
        WE_ACCEPT,
        GO_ACCEPTS,
        MESSAGES_DIFFER
    }

    private final Verdict verdict;
    private final Pattern json;
    private final Pattern refusal;

    /** Why both may stay as they are. */
    final String reason;

    AgreedDisagreement(Verdict verdict, String json, String refusal, String reason) {
        this.verdict = verdict;
        this.json = Pattern.compile(json);
        this.refusal = Pattern.compile(refusal);
        this.reason = reason;
    }

    /** The category of a disagreement; {@code refusal} is the error of the one that refuses the input. */
    static Optional<AgreedDisagreement> of(Verdict verdict, String json, String refusal) {
        return Arrays.stream(values())
                .filter(agreed -> agreed.verdict == verdict
                        && agreed.json.matcher(json).find()
                        && agreed.refusal.matcher(refusal).find())
                .findFirst();
    }
}
