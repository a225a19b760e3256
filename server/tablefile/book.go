package tablefile

import (
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"
	"github.com/xuri/excelize/v2"
)

// book is a workbook on its way out. A workbook is a zip of XML parts: the sheets with rows are written to it as the rows come, and
// excelize writes all others at the end, when it is known which sheets there are.
type book struct {
	zip     *zip.Writer
	shell   *excelize.File // has every sheet, those with rows only by name
	styles  styles
	names   sheetNames
	written map[string]bool // parts that are in the zip already
	most    int             // rows of a sheet, its header among them
}

// compression makes a file a fifth smaller than the fastest level does, for a tenth more time.
const compression = 5

func newBook(out io.Writer) (*book, error) {
	b := &book{zip: zip.NewWriter(out), shell: excelize.NewFile(), written: map[string]bool{}, most: sheetRows}
	b.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, compression) })
	var err error
	b.styles, err = newStyles(b.shell)
	return b, err
}

// add adds a sheet, and says what it is called.
func (b *book) add(title string) (string, error) {
	name := b.names.take(title)
	if len(b.names) == 1 {
		return name, b.shell.SetSheetName(b.shell.GetSheetName(0), name) // every workbook has one
	}
	_, err := b.shell.NewSheet(name)
	return name, err
}

// close writes the rest of the workbook.
func (b *book) close() error {
	b.shell.SetZipWriter(func(io.Writer) excelize.ZipWriter { return rest{b.zip, b.written} })
	if err := b.shell.Write(io.Discard); err != nil {
		return fmt.Errorf("end of the workbook: %w", err)
	}
	return b.shell.Close()
}

// rest takes from excelize the parts that are not written yet.
type rest struct {
	*zip.Writer
	written map[string]bool
}

func (r rest) Create(part string) (io.Writer, error) {
	if r.written[part] {
		return io.Discard, nil
	}
	return r.Writer.Create(part)
}
