/** The service under load: whether it can be reached, and one started for the run alone. */
@NullMarked
package dev.yodel.loadtest.target;

import org.jspecify.annotations.NullMarked;
