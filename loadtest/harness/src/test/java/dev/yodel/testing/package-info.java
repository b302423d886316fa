/** Programs in tests: found outside of the build, started, read and stopped. Also used by the tests of monitoring. */
@NullMarked
package dev.yodel.testing;

import org.jspecify.annotations.NullMarked;
