/** SequenceService: a report of the calls that followed a script. */
@NullMarked
package dev.yodel.service.sequence;

import org.jspecify.annotations.NullMarked;
