package dev.yodel.loadtest.plan.expectation;

import dev.yodel.loadtest.plan.Latency;
import io.grpc.Status;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one expectation: {@code [request:] [stage N:] figure comparison bound}. Its errors name the part that is wrong, and where it is. */
final class ExpectationParser {

    private static final Pattern STAGE = Pattern.compile("stage\\s+(?<number>\\S+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern STAGE_NUMBER = Pattern.compile("[1-9]\\d{0,2}");
    private static final Pattern COMPARISON = Pattern.compile("[<>=!]+");
    private static final Pattern LATENCY =
            Pattern.compile("(?<stat>mean|min|max|p(?<percentile>\\d+(?:\\.\\d+)?))(?:\\s+of\\s+(?<of>.+))?");
    private static final Pattern STATUS = Pattern.compile("status\\s*\\(\\s*(?<status>[^)\\s]*)\\s*\\)");
    private static final Pattern NUMBER = Pattern.compile("(?<number>\\d+(?:\\.\\d+)?)\\s*(?<unit>\\D*)");
    private static final Map<String, Double> NANOS =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "μs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "min", 60e9);
    private static final double PERCENT = 100;

    private final String text;

    ExpectationParser(String text) {
        this.text = text;
    }

    Expectation parse() {
        int colon = text.lastIndexOf(':');
        Matcher comparison = COMPARISON.matcher(text);
        if (!comparison.find(colon + 1)) {
            throw new IllegalArgumentException("%s: no comparison (expected: such as p99 < 5ms, with one of %s)"
                    .formatted(text.isBlank() ? "''" : text, Comparison.symbols()));
        }
        Part figure = part(colon + 1, comparison.start());
        Part bound = part(comparison.end(), text.length());
        Limits limits = limits(colon);
        return expectation(limits, figure, comparison(part(comparison.start(), comparison.end())), bound);
    }

    /** What precedes the last colon: a request, a stage, or both. */
    private Limits limits(int colon) {
        if (colon < 0) {
            return new Limits(null, null);
        }
        int before = text.lastIndexOf(':', colon - 1);
        Part last = part(before + 1, colon);
        Matcher stage = STAGE.matcher(last.text());
        boolean staged = stage.matches();
        int end = staged ? before : colon;
        if (end < 0) {
            return new Limits(null, stageNumber(last, stage.group("number")));
        }
        String request = part(0, end).text();
        if (request.isEmpty()) {
            throw wrong(part(0, end + 1), "the name of a request before the colon");
        }
        return new Limits(request, staged ? stageNumber(last, stage.group("number")) : null);
    }

    private Integer stageNumber(Part stage, String number) {
        if (!STAGE_NUMBER.matcher(number).matches()) {
            throw wrong(stage, "stage 1 or the number of another stage");
        }
        return Integer.valueOf(number);
    }

    private Expectation expectation(Limits limits, Part figure, Comparison comparison, Part bound) {
        String name = figure.text().toLowerCase(Locale.ROOT);
        Matcher latency = LATENCY.matcher(name);
        if (latency.matches()) {
            return limits.expect(text, latency(figure, latency), comparison, nanos(bound));
        }
        if (name.equals("rate")) {
            return limits.expect(text, new Figure.PerSecond(), comparison, perSecond(bound));
        }
        boolean share = bound.text().endsWith("%");
        Matcher status = STATUS.matcher(name);
        Figure counted;
        if (name.equals("failed")) {
            counted = new Figure.Failed(share);
        } else if (status.matches()) {
            counted = new Figure.Ended(status(figure, status.group("status")), share);
        } else {
            throw wrong(
                    figure,
                    "p50, p99.9 or any other percentile, min, max or mean, also as in p99 of service time; failed,"
                            + " rate or status(UNAVAILABLE)");
        }
        return limits.expect(text, counted, comparison, share ? share(bound) : count(bound));
    }

    private Figure latency(Part figure, Matcher parts) {
        String of = parts.group("of");
        Latency latency = of == null ? null : of(figure, of);
        if ("mean".equals(parts.group("stat"))) {
            return new Figure.Mean(latency);
        }
        if (parts.group("percentile") == null) {
            return new Figure.Percentile("max".equals(parts.group("stat")) ? 100 : 0, latency);
        }
        double percentile = Double.parseDouble(parts.group("percentile"));
        if (percentile > 100) {
            throw wrong(figure, "a percentile of 0 to 100");
        }
        return new Figure.Percentile(percentile, latency);
    }

    private Latency of(Part figure, String name) {
        try {
            return Latency.parse(name);
        } catch (IllegalArgumentException e) {
            int at = text.toLowerCase(Locale.ROOT).indexOf(name, figure.at());
            throw new IllegalArgumentException("%s: at character %d: %s".formatted(text, at + 1, e.getMessage()), e);
        }
    }

    private Status.Code status(Part figure, String name) {
        try {
            return Status.Code.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong(figure, "a gRPC status such as UNAVAILABLE", e);
        }
    }

    private Comparison comparison(Part symbol) {
        for (Comparison comparison : Comparison.values()) {
            if (comparison.symbol().equals(symbol.text())) {
                return comparison;
            }
        }
        throw wrong(symbol, "one of " + Comparison.symbols());
    }

    private double nanos(Part bound) {
        String expected = "a time such as 500us, 5ms or 1.5s";
        Matcher number = number(bound, expected);
        Double unit = NANOS.get(number.group("unit"));
        if (unit == null) {
            throw wrong(bound, expected);
        }
        return Double.parseDouble(number.group("number")) * unit;
    }

    private double perSecond(Part bound) {
        String expected = "a rate such as 950/s";
        Matcher number = number(bound, expected);
        if (!number.group("unit").equals("/s")) {
            throw wrong(bound, expected);
        }
        return Double.parseDouble(number.group("number"));
    }

    private double share(Part bound) {
        String expected = "a share such as 0.1%";
        Matcher number = number(bound, expected);
        double percent = Double.parseDouble(number.group("number"));
        if (!number.group("unit").equals("%") || percent > PERCENT) {
            throw wrong(bound, expected);
        }
        return percent / PERCENT;
    }

    private double count(Part bound) {
        String expected = "a number of calls such as 0, or a share such as 0.1%";
        Matcher number = number(bound, expected);
        if (!number.group("unit").isEmpty() || number.group("number").contains(".")) {
            throw wrong(bound, expected);
        }
        return Double.parseDouble(number.group("number"));
    }

    private Matcher number(Part bound, String expected) {
        Matcher number = NUMBER.matcher(bound.text());
        if (!number.matches()) {
            throw wrong(bound, expected);
        }
        return number;
    }

    private Part part(int from, int to) {
        String raw = text.substring(from, to);
        return new Part(raw.strip(), from + raw.length() - raw.stripLeading().length());
    }

    private IllegalArgumentException wrong(Part part, String expected) {
        return wrong(part, expected, null);
    }

    private IllegalArgumentException wrong(Part part, String expected, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "%s: at character %d: %s (expected: %s)"
                        .formatted(text, part.at() + 1, part.text().isEmpty() ? "nothing" : part.text(), expected),
                cause);
    }

    /** What an expectation is limited to. */
    private record Limits(
            @Nullable String request, @Nullable Integer stage) {

        Expectation expect(String text, Figure figure, Comparison comparison, double bound) {
            return new Expectation(text.strip(), request, stage, figure, comparison, bound);
        }
    }

    /** A part of the text without white space around it, and the index of its first character. */
    private record Part(String text, int at) {}
}
