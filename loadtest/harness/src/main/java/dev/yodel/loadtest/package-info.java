/** The load-test harness: the command line and what its commands are made of. */
@NullMarked
package dev.yodel.loadtest;

import org.jspecify.annotations.NullMarked;
