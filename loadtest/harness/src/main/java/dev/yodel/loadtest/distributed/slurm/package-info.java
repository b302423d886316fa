/** Injectors as the tasks of one Slurm job. */
@NullMarked
package dev.yodel.loadtest.distributed.slurm;

import org.jspecify.annotations.NullMarked;
