/** Data sets, models and runs in object storage: S3 and servers that speak its protocol. */
@NullMarked
package dev.locomo.services.objects;

import org.jspecify.annotations.NullMarked;
