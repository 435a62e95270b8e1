/**
 * How an upload becomes a record set: read, checked, de-duplicated, encrypted, sealed; or failed, leaving nobody behind.
 *
 * <p>May use: {@code affected} and what it may use.
 */
package org.tocsin.affected.intake;
