package org.tocsin.affected.intake.parts;

import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.tocsin.affected.intake.UploadRefused;

/** A complete upload as one stream, a block at a time in memory. */
final class StoredBody extends InputStream {

    private final DataSource database;
    private final UploadBlocks blocks;
    private final BlockKeys.BlockKey key;
    private final PartedUpload upload;

    private byte[] block = new byte[0];
    private int at;
    private long nextBlock;

    StoredBody(DataSource database, UploadBlocks blocks, BlockKeys.BlockKey key, PartedUpload upload) {
        this.database = database;
        this.blocks = blocks;
        this.key = key;
        this.upload = upload;
    }

    @Override
    public int read() {
        return fill() ? block[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block, at, target, offset, count);
        at += count;
        return count;
    }

    /** Whether there is a byte; reads the next block when this one is used up. */
    private boolean fill() {
        if (at < block.length) {
            return true;
        }
        if (nextBlock == upload.length()) {
            return false;
        }
        block = open(nextBlock);
        at = 0;
        nextBlock += block.length;
        return true;
    }

    private byte[] open(long firstByte) {
        try (Connection connection = database.getConnection()) {
            byte[] envelope = blocks.find(connection, upload.id(), firstByte).orElseThrow(StoredBody::changed);
            return key.open(firstByte, envelope);
        } catch (GeneralSecurityException e) {
            throw changed();
        } catch (SQLException e) {
            throw new IllegalStateException("an upload could not be read back", e);
        }
    }

    private static UploadRefused changed() {
        return new UploadRefused(
                UploadRefused.UNPROCESSABLE, "What was stored of the upload is not what came; send it again.");
    }
}
