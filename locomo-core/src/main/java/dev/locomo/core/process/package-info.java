/** Child processes: started without our keys, with a log, and ended with us. */
@NullMarked
package dev.locomo.core.process;

import org.jspecify.annotations.NullMarked;
