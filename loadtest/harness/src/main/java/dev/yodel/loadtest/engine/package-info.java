/** Gatling as the engine of a recorded run. */
@NullMarked
package dev.yodel.loadtest.engine;

import org.jspecify.annotations.NullMarked;
