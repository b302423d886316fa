/** What is expected of the figures of a run: {@code --expect 'p99 < 5ms'}. */
@NullMarked
package dev.yodel.loadtest.plan.expectation;

import org.jspecify.annotations.NullMarked;
