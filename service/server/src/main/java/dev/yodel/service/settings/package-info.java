/** Every setting of the server: flag, variable, line of a file, default. */
@NullMarked
package dev.yodel.service.settings;

import org.jspecify.annotations.NullMarked;
