package dev.yodel.service.behavior;

import com.google.common.base.Splitter;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import dev.yodel.v1.Delay;
import dev.yodel.v1.Header;
import dev.yodel.v1.LogNormalDelay;
import dev.yodel.v1.UniformDelay;
import dev.yodel.v1.WeightedChoice;
import dev.yodel.v1.WeightedDelay;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of the grammar: times, sizes, numbers, status codes. One that is malformed becomes a violation. */
final class GrammarValues {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB)?");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
    private static final Pattern LOG_NORMAL = Pattern.compile("median +(\\S+) +p99 +(\\S+)");
    private static final String EXPECTED_TIME = "a time such as 20ms, 1.5s or 300us";

    private final String source;
    private final Violations violations;

    /** @param source where the text comes from, for messages */
    GrammarValues(String source, Violations violations) {
        this.source = source;
        this.violations = violations;
    }

    void refuse(String key, String value, String expected) {
        violations.add(source + " " + key, value, expected);
    }

    Delay delay(String key, String value) {
        Delay.Builder delay = Delay.newBuilder();
        Matcher logNormal = LOG_NORMAL.matcher(value);
        int range = value.indexOf("..");
        if (logNormal.matches()) {
            delay.setLogNormal(LogNormalDelay.newBuilder()
                    .setMedian(time(key, logNormal.group(1)))
                    .setP99(time(key, logNormal.group(2))));
        } else if (value.contains("*")) {
            delay.setWeighted(weighted(key, value));
        } else if (range > 0) {
            delay.setUniform(UniformDelay.newBuilder()
                    .setMin(time(key, value.substring(0, range)))
                    .setMax(time(key, value.substring(range + 2))));
        } else {
            delay.setFixed(time(key, value));
        }
        return delay.build();
    }

    private WeightedDelay weighted(String key, String value) {
        WeightedDelay.Builder weighted = WeightedDelay.newBuilder();
        for (String choice : Splitter.on('|').trimResults().split(value)) {
            int star = choice.indexOf('*');
            weighted.addChoices(WeightedChoice.newBuilder()
                    .setDelay(time(key, star < 0 ? choice : choice.substring(0, star)))
                    .setWeight(star < 0 ? 1 : number(key, choice.substring(star + 1))));
        }
        return weighted.build();
    }

    /** The status code of a name or number; OK if there is none. */
    static Code code(String text) {
        try {
            Code code = Character.isDigit(text.charAt(0))
                    ? Code.forNumber(Integer.parseInt(text))
                    : Code.valueOf(text.toUpperCase(Locale.ROOT));
            return code == null || code == Code.UNRECOGNIZED ? Code.OK : code;
        } catch (IllegalArgumentException e) {
            return Code.OK;
        }
    }

    Header header(String key, String value) {
        int colon = value.indexOf(':');
        if (colon < 1) {
            refuse(key, value, "key:value");
            return Header.getDefaultInstance();
        }
        return Header.newBuilder()
                .setKey(value.substring(0, colon).strip())
                .setValue(value.substring(colon + 1).strip())
                .build();
    }

    Duration time(String key, String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            refuse(key, text, EXPECTED_TIME);
            return Duration.getDefaultInstance();
        }
        int scale = switch (time.group(2)) {
            case "us" -> 6;
            case "ms" -> 3;
            default -> 0;
        };
        long nanos = new BigDecimal(time.group(1)).movePointRight(9 - scale).longValue();
        return Duration.newBuilder()
                .setSeconds(nanos / 1_000_000_000)
                .setNanos((int) (nanos % 1_000_000_000))
                .build();
    }

    int size(String value) {
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            refuse("size", value, "a size such as 100B, 4KiB or 1MiB");
            return 0;
        }
        String unit = size.group(2) == null ? "B" : size.group(2);
        int shift = unit.equals("KiB") ? 10 : unit.equals("MiB") ? 20 : 0;
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(size.group(1)) << shift);
    }

    int number(String key, String value) {
        if (!value.strip().matches("\\d{1,9}")) {
            refuse(key, value, "a number");
            return 1;
        }
        return Integer.parseInt(value.strip());
    }

    double decimal(String key, String value) {
        if (!DECIMAL.matcher(value).matches()) {
            refuse(key, value, "a number such as 0.5 or 100");
            return 0;
        }
        return Double.parseDouble(value);
    }
}
