package dev.yodel.service.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text of a scrape without the buckets of histograms that have none: a series whose only bucket is infinity has its count
 * in {@code _count} anyway, and a percentile over this and other series would be wrong.
 */
final class ScrapeText {

    private static final String BUCKET = "_bucket{";
    private static final String INFINITY = "le=\"+Inf\"";

    private ScrapeText() {}

    static byte[] withoutLoneBuckets(ByteArrayOutputStream text) {
        StringBuilder kept = new StringBuilder(text.size());
        boolean afterBucket = false;
        for (String line :
                (Iterable<String>) text.toString(StandardCharsets.UTF_8).lines()::iterator) {
            boolean bucket = line.contains(BUCKET) && !line.startsWith("#");
            if (!bucket || afterBucket || !line.contains(INFINITY)) {
                kept.append(line).append('\n');
            }
            afterBucket = bucket && !line.contains(INFINITY);
        }
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }
}
