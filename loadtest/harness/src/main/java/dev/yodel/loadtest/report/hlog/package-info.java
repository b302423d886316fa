/** Latencies second by second, as an HdrHistogram interval log. */
@NullMarked
package dev.yodel.loadtest.report.hlog;

import org.jspecify.annotations.NullMarked;
