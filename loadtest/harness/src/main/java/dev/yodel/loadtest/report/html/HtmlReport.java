package dev.yodel.loadtest.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One result, or two over each other, as a page that needs nothing but itself: its text is a template with the charts'
 * library (uPlot, with its licence), a script, and result.json as data. The script draws; Java computes nothing for it.
 */
public final class HtmlReport {

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";
    private static final Pattern PLACE =
            Pattern.compile("@(uplot\\.css|report\\.css|data|uplot\\.js|report\\.js|live|connect)@");

    private HtmlReport() {}

    /**
     * The page.
     *
     * @param results the texts of one or two result.json
     */
    public static String text(List<String> results) {
        if (results.isEmpty() || results.size() > 2) {
            throw new IllegalArgumentException("results: %d (expected: 1 or 2)".formatted(results.size()));
        }
        return page(results, null);
    }

    /**
     * The page of a run that is running: it reads newer figures from the server that it came from.
     *
     * @param result the text of the result so far
     * @param path where the figures are
     */
    public static String live(String result, String path) {
        return page(List.of(result), path);
    }

    private static String page(List<String> results, @Nullable String live) {
        Matcher places = PLACE.matcher(read("report.html"));
        StringBuilder page = new StringBuilder();
        while (places.find()) {
            places.appendReplacement(page, Matcher.quoteReplacement(part(places.group(1), results, live)));
        }
        return places.appendTail(page).toString();
    }

    private static String part(String name, List<String> results, @Nullable String live) {
        return switch (name) {
            case "uplot.css" -> read(UPLOT + "dist/uPlot.min.css");
            case "uplot.js" -> "/*!\n" + read(UPLOT + "LICENSE") + "*/\n" + read(UPLOT + "dist/uPlot.iife.min.js");
            case "data" -> data(results);
            case "live" -> live == null ? "" : " data-live=\"" + live + "\"";
            case "connect" -> live == null ? "" : "; connect-src 'self'";
            default -> read(name);
        };
    }

    /** No text in a result can end the element of the script or begin a comment. */
    private static String data(List<String> results) {
        return "[" + String.join(",", results).replace("<", "\\u003c") + "]";
    }

    private static String read(String resource) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource: %s (expected: on the class path)".formatted(resource));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
