/** The Gatling simulations that execute a load plan. */
@NullMarked
package dev.yodel.loadtest.engine.scenario;

import org.jspecify.annotations.NullMarked;
