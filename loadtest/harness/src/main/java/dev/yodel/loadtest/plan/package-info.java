/** The load plan: target, calls, arrivals, warm-up and duration. */
@NullMarked
package dev.yodel.loadtest.plan;

import org.jspecify.annotations.NullMarked;
