/**
 * Uploads that come in parts and can be resumed: tus 1.0 with creation, checksum and expiration. What has come lies encrypted
 * in the database, so that any replica takes the next part; the whole goes through {@code affected.intake} like any upload.
 *
 * <p>May use: incident, evidence.
 */
package org.tocsin.affected.intake.parts;
