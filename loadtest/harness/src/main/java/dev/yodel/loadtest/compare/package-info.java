/** Runs of two versions against each other: differences with confidence intervals. */
@NullMarked
package dev.yodel.loadtest.compare;

import org.jspecify.annotations.NullMarked;
