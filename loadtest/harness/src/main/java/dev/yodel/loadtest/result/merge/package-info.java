/** Results of several load generators as one: counts are added, histograms are added exactly. */
@NullMarked
package dev.yodel.loadtest.result.merge;

import org.jspecify.annotations.NullMarked;
