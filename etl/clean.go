package etl

import (
	"context"
	"errors"

	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/trusted"
	"cafe-rewards/etl/warehouse"
)

// cleaned is a batch, parsed and spread over buckets, with its rejects.
type cleaned struct {
	*trusted.Tables
	buckets int
	rejects *trusted.Rejects
	file    *lake.Writer
	stage   *warehouse.Stage
}

// clean reads the batch into buckets. Rejects are kept even if there are too many of them: then they show what is wrong.
func (r *run) clean(ctx context.Context, batch lake.Batch) (_ *cleaned, err error) {
	members, err := batch.Members(ctx)
	if err != nil {
		return nil, err
	}
	stage := r.history.Stage("clean", "bytes", unpackedSize(members))
	file, err := r.Lake.Create(ctx, lake.RejectsPath(batch.ID))
	if err != nil {
		return nil, err
	}
	c := &cleaned{buckets: trusted.Buckets(estimatedSize(batch, members)), rejects: trusted.NewRejects(file), file: file, stage: stage}
	raw := make([]trusted.Member, len(members))
	for i, m := range members {
		raw[i] = trusted.Member(m)
	}
	var before struct{ bytes, rows int64 }
	c.Tables, err = trusted.Read(ctx, raw, trusted.Options{
		Buckets: c.buckets, Rejects: c.rejects, Scratch: r.Scratch, Memory: r.Memory,
		Progress: func(bytes, rows int64) {
			stage.Done(bytes - before.bytes)
			stage.Bytes(bytes - before.bytes)
			stage.Rows(rows - before.rows)
			before.bytes, before.rows = bytes, rows
		},
	})
	if err == nil {
		err = c.Verdict()
	}
	if err != nil {
		err = errors.Join(err, r.keepRejects(ctx, c))
		c.close()
		return nil, err
	}
	return c, nil
}

// keepRejects finishes the file of rejects, and puts the first of them into the history.
func (r *run) keepRejects(ctx context.Context, c *cleaned) error {
	first, reasons := c.rejects.First(), c.rejects.Reasons()
	for _, reason := range reasons {
		c.stage.Rejects(reason.Rows)
	}
	file := c.file
	c.file = nil
	err := c.rejects.Close()
	if err != nil || len(reasons) == 0 {
		file.Abort() // no file says that nothing was rejected
	} else {
		err = file.Close()
	}
	if len(reasons) == 0 {
		return err
	}
	return errors.Join(err, r.history.Rejects(ctx, first, reasons))
}

func (c *cleaned) close() {
	if c.file != nil {
		c.file.Abort()
	}
	if c.Tables != nil {
		_ = c.Tables.Close() // the next run sweeps what is left
	}
}

// unpackedSize is 0 where a member does not say.
func unpackedSize(members []lake.Member) (total int64) {
	for _, m := range members {
		if m.Size < 0 {
			return 0
		}
		total += m.Size
	}
	return total
}

// estimatedSize is the approximate unpacked size of the members. For gzip, which does not tell, it is estimated from the size of the file.
func estimatedSize(batch lake.Batch, members []lake.Member) (total int64) {
	const ratio = 5 // of such files
	packed := make(map[string]int64, len(batch.Files))
	for _, f := range batch.Files {
		packed[f.Name] = f.Size
	}
	for _, m := range members {
		if m.Size >= 0 {
			total += m.Size
		} else {
			total += packed[m.File] * ratio
		}
	}
	return total
}
