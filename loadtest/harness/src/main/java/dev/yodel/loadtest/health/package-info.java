/** The health of the load generator (the injector): measured here, judged in {@code verdict}. */
@NullMarked
package dev.yodel.loadtest.health;

import org.jspecify.annotations.NullMarked;
