/** The load-test program: its main class. */
@NullMarked
package dev.yodel.loadtest;

import org.jspecify.annotations.NullMarked;
