package dev.yodel.loadtest.live;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A scrape in protobuf, read by field numbers: those of {@code io.prometheus.client.MetricFamily}. */
record ProtobufScrape(List<Family> families) {

    private static final long HISTOGRAM = 4;

    static ProtobufScrape read(byte[] body) throws IOException {
        List<Family> families = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(body);
        while (in.available() > 0) {
            UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
            message.mergeDelimitedFrom(in);
            families.add(new Family(message.build()));
        }
        return new ProtobufScrape(families);
    }

    Family family(String name) {
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    /** A metric with all its series. */
    record Family(UnknownFieldSet message) {

        String name() {
            return text(message, 1);
        }

        boolean isHistogram() {
            return message.getField(3).getVarintList().equals(List.of(HISTOGRAM));
        }

        List<UnknownFieldSet> series() throws IOException {
            return messages(message, 4);
        }

        List<UnknownFieldSet> histograms() throws IOException {
            List<UnknownFieldSet> histograms = new ArrayList<>();
            for (UnknownFieldSet series : series()) {
                histograms.addAll(messages(series, 7));
            }
            return histograms;
        }

        /** A line as in the golden files. */
        String line() throws IOException {
            TreeSet<String> labels = new TreeSet<>();
            for (UnknownFieldSet series : series()) {
                messages(series, 1).forEach(label -> labels.add(text(label, 1)));
            }
            return name() + " histogram " + String.join(",", labels);
        }
    }

    static boolean isNative(UnknownFieldSet histogram) {
        return histogram.hasField(5);
    }

    static int classicBuckets(UnknownFieldSet histogram) {
        return histogram.getField(3).getLengthDelimitedList().size();
    }

    static long count(UnknownFieldSet histogram) {
        return histogram.getField(1).getVarintList().get(0);
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet parent, int number) throws IOException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString bytes : parent.getField(number).getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(bytes));
        }
        return messages;
    }

    private static String text(UnknownFieldSet message, int number) {
        return message.getField(number).getLengthDelimitedList().get(0).toStringUtf8();
    }
}
