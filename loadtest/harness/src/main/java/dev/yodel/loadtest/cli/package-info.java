/** The command line: a class per command and the options they share. */
@NullMarked
package dev.yodel.loadtest.cli;

import org.jspecify.annotations.NullMarked;
