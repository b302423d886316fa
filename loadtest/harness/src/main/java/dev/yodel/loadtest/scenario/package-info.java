/** The simulations that Gatling runs. */
@NullMarked
package dev.yodel.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
