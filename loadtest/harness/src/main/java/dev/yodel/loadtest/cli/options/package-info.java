/** The options that commands share, as mixins of picocli. */
@NullMarked
package dev.yodel.loadtest.cli.options;

import org.jspecify.annotations.NullMarked;
