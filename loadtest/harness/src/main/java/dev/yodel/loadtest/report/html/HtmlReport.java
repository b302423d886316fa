package dev.yodel.loadtest.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One result, or two over each other, as a page that needs nothing but itself: its text is a template with the charts'
 * library (uPlot, with its licence), a script, and result.json as data. The script draws; Java computes nothing for it.
 */
public final class HtmlReport {

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";
    private static final Pattern PLACE = Pattern.compile("@(uplot\\.css|report\\.css|data|uplot\\.js|report\\.js)@");

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
        Matcher places = PLACE.matcher(read("report.html"));
        StringBuilder page = new StringBuilder();
        while (places.find()) {
            places.appendReplacement(page, Matcher.quoteReplacement(part(places.group(1), results)));
        }
        return places.appendTail(page).toString();
    }

    private static String part(String name, List<String> results) {
        return switch (name) {
            case "uplot.css" -> read(UPLOT + "dist/uPlot.min.css");
            case "uplot.js" -> "/*!\n" + read(UPLOT + "LICENSE") + "*/\n" + read(UPLOT + "dist/uPlot.iife.min.js");
            case "data" -> data(results);
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
